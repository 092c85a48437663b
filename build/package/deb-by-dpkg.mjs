#!/usr/bin/env node
// Stands in for fpm, which electron-builder downloads: makes a deb of fpm's arguments with Debian's own dpkg-deb.
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';

const text = { type: 'string' };
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    ...Object.fromEntries(
      ['architecture', 'after-install', 'after-remove', 'description', 'version', 'package', 'name', 'maintainer'].map(
        (name) => [name, text],
      ),
    ),
    ...Object.fromEntries(
      ['vendor', 'url', 'category', 'deb-priority', 'deb-compression', 'license', 'log'].map((name) => [name, text]),
    ),
    input: { type: 'string', short: 's' },
    output: { type: 'string', short: 't' },
    depends: { type: 'string', short: 'd', multiple: true },
    'deb-recommends': { type: 'string', multiple: true },
    force: { type: 'boolean' },
    debug: { type: 'boolean' },
  },
});
const root = mkdtempSync(join(tmpdir(), 'deb-'));
try {
  for (const mapping of positionals) {
    const at = mapping.indexOf('=');
    copy(mapping.slice(0, at), mapping.slice(at + 1));
  }
  tidy(root);
  const control = join(root, 'DEBIAN');
  mkdirSync(control, { mode: 0o755 });
  for (const [script, option] of [
    ['postinst', 'after-install'],
    ['postrm', 'after-remove'],
  ]) {
    cpSync(values[option], join(control, script));
    chmodSync(join(control, script), 0o755);
  }
  writeFileSync(join(control, 'control'), fields());
  const compression = process.env.DEB_COMPRESSION ?? values['deb-compression'] ?? 'xz';
  const made = ['--build', '--root-owner-group', `-Z${compression}`, ...(compression === 'gzip' ? ['-z1'] : [])];
  execFileSync('dpkg-deb', [...made, root, values.package], { stdio: ['ignore', 'ignore', 'inherit'] });
} finally {
  rmSync(root, { recursive: true, force: true });
}

/** As fpm does: a source that ends in a slash is copied with what is in it, another by its name or to the file named. */
function copy(source, target) {
  const to = join(root, target);
  mkdirSync(target.endsWith('/') ? to : dirname(to), { recursive: true });
  cpSync(source, to, { recursive: true, verbatimSymlinks: true });
}

/** Modes as Debian wants them, whatever this user's umask is. */
function tidy(folder) {
  chmodSync(folder, 0o755);
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const { mode } = lstatSync(path);
    if (lstatSync(path).isDirectory()) tidy(path);
    else if (lstatSync(path).isFile()) chmodSync(path, mode & 0o111 && !/\.so(\.\d+)*$/.test(name) ? 0o755 : 0o644);
  }
}

function fields() {
  const size = Math.ceil(bytes(root) / 1024);
  const [synopsis = '', ...more] = values.description.split('\n').map((line) => line.trim());
  return [
    `Package: ${values.name}`,
    `Version: ${values.version}`,
    `Architecture: ${values.architecture}`,
    `Maintainer: ${values.maintainer}`,
    `Installed-Size: ${size}`,
    `Depends: ${(values.depends ?? []).join(', ')}`,
    ...(values['deb-recommends'] ? [`Recommends: ${values['deb-recommends'].join(', ')}`] : []),
    `Section: ${values.category ?? 'devel'}`,
    `Priority: ${values['deb-priority'] ?? 'optional'}`,
    `Homepage: ${values.url}`,
    `Description: ${synopsis}`,
    ...more.filter(Boolean).map((line) => ` ${line}`),
    '',
  ].join('\n');
}

function bytes(path) {
  const found = lstatSync(path);
  return found.isDirectory() ? readdirSync(path).reduce((sum, name) => sum + bytes(join(path, name)), 0) : found.size;
}
