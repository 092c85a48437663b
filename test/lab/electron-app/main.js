// The part of Electron's own default app that starts an application folder: `electron [-r FILE] [flags] FOLDER`.
const fs = require('node:fs');
const path = require('node:path');
const { app } = require('electron');

require('./newer.js');

let folder = '.';
for (const args = process.argv.slice(1); args.length > 0; ) {
  const arg = args.shift();
  if (arg === '-r' || arg === '--require') require(path.resolve(args.shift()));
  else if (!arg.startsWith('-')) {
    folder = arg;
    break;
  }
}
folder = path.resolve(folder);
process.defaultApp = true;
const manifest = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
app.setName(manifest.productName ?? manifest.name);
app.setVersion(manifest.version);
app.setAppPath(folder);
require(path.join(folder, manifest.main ?? 'index.js'));
