// `npm start`: runs the app on the user's own engine and display, with a clear message if one is missing.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { sandboxProfile } from '../electron/shared/failures/desktop.ts';

const root = new URL('..', import.meta.url).pathname;
const { DISPLAY, WAYLAND_DISPLAY } = process.env;
warnAboutEngine();
const dist = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? (await electron());
const args = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ...(!DISPLAY && WAYLAND_DISPLAY ? ['--ozone-platform=wayland'] : []),
];
const child = spawn(join(dist, 'electron'), [...args, root, ...process.argv.slice(2)], {
  stdio: ['inherit', 'inherit', 'pipe'],
});
let noDisplay = false;
let noSandbox = false;
child.stderr.on('data', (chunk) => {
  process.stderr.write(chunk);
  noSandbox ||= /No usable sandbox|SUID sandbox helper binary was found, but is not configured correctly/.test(
    chunk.toString(),
  );
  noDisplay ||= /Missing X server|cannot open display|Failed to connect to Wayland/.test(chunk.toString());
});
child.on('error', (error) => fail(`${dist}/electron does not start: ${error.message}`));
child.on('close', (code) => {
  if (noDisplay) fail(`The display ${DISPLAY || WAYLAND_DISPLAY} cannot be opened from here.`);
  if (noSandbox) fail(sandboxHelp(join(dist, 'electron')));
  process.exit(code ?? 1);
});

/** Ubuntu 23.10 and later gives Chromium's sandbox its namespace only with a profile; elsewhere a helper can do without. */
function sandboxHelp(program) {
  if (restrictedByAppArmor()) {
    return `Chromium's sandbox is not allowed here. On Ubuntu 23.10 and later, ${sandboxProfile('jenkins-tray-checkout', program)}`;
  }
  const helper = join(dist, 'chrome-sandbox');
  return `Chromium's sandbox is not allowed here. This lets it work: sudo chown root '${helper}' && sudo chmod 4755 '${helper}'`;
}

function restrictedByAppArmor() {
  try {
    return readFileSync('/proc/sys/kernel/apparmor_restrict_unprivileged_userns', 'utf8').trim() === '1';
  } catch {
    return false;
  }
}

/** Warns if the engine is unreachable; the app starts anyway, and its window keeps checking. */
function warnAboutEngine() {
  const asked = spawnSync(process.execPath, [join(root, 'out', 'cli.js'), 'status', '--json'], { encoding: 'utf8' });
  try {
    const { failure, engine } = JSON.parse(asked.stdout);
    const wrong = failure ?? engine?.failure;
    if (wrong !== undefined) console.error(`· ${[wrong.title, wrong.fix].filter(Boolean).join('. ')}`);
  } catch {
    // The app reports the problem.
  }
}

/** The released Electron, downloaded once; the lab's Electron if the download is not reachable. */
async function electron() {
  const own = dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  const installed = () => existsSync(join(own, 'dist', 'electron'));
  if (!installed()) {
    console.error('· downloading Electron (once, about 100 MB)');
    spawnSync(process.execPath, [join(own, 'install.js')], { stdio: 'ignore' });
  }
  if (installed()) return join(own, 'dist');
  console.error("· Electron's own download cannot be reached; using the lab's Electron 22, for trying out only");
  try {
    return (await import('../test/lab/electron.ts')).electron();
  } catch (thrown) {
    fail(`Electron is not available: check the network connection and run npm start again.\n${thrown.message}`);
  }
}

function fail(text) {
  console.error(text);
  process.exit(1);
}
