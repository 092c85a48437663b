// In a package made with this Electron: the shims, then the app as it is.
require('./newer.js');
require('../../main.js');
