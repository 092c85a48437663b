// Functions of current Node's `fs` that Electron 22 (Node 16) lacks.
const { execFile } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

fs.statfs ??= (folder, done) => {
  // Node 18.15
  execFile('stat', ['-f', '-c', '%S %a %b', folder], (error, out = '') => {
    const [bsize, bavail, blocks] = out.trim().split(' ').map(Number);
    done(error, { bsize, bavail, blocks });
  });
};

// `recursive` came with Node 18.17; older versions ignore it.
const flat = fs.readdirSync;
const deep = (folder, options, below = '') =>
  flat(path.join(folder, below), { ...options, withFileTypes: true }).flatMap((entry) => {
    const name = path.join(below, entry.name);
    return entry.isDirectory() ? [name, ...deep(folder, options, name)] : [name];
  });
fs.readdirSync = (folder, options) => (options?.recursive ? deep(folder, options) : flat(folder, options));
const flatAsync = fs.promises.readdir;
fs.promises.readdir = async (folder, options) =>
  options?.recursive ? deep(folder, options) : flatAsync(folder, options);
