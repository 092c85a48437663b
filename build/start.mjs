// `npm start`: the app on the user's own engine and display, with a clear word where there is none.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const root = new URL('..', import.meta.url).pathname;
if (!existsSync(join(root, 'out', 'main.js')))
  fail('The desktop app is not part of this version yet; the command line is: npm run --silent cli -- status');
if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY)
  fail(
    'There is no display here. On a desktop, run it in a terminal there; without one, use the command line: npm run --silent cli -- status',
  );

const electron = dirname(createRequire(import.meta.url).resolve('electron/package.json'));
const own = process.env.ELECTRON_OVERRIDE_DIST_PATH;
if (own === undefined && !existsSync(join(electron, 'dist', 'electron'))) {
  console.error('· fetching Electron (once, about 100 MB)');
  const got = spawnSync(process.execPath, [join(electron, 'install.js')], { stdio: 'inherit' });
  if (got.status !== 0) fail('Electron could not be fetched. Look at the network connection and run npm start again.');
}
const binary = join(own ?? join(electron, 'dist'), 'electron');
const child = spawn(binary, [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), root, ...process.argv.slice(2)], {
  stdio: 'inherit',
});
child.on('exit', (code) => process.exit(code ?? 1));

function fail(text) {
  console.error(text);
  process.exit(1);
}
