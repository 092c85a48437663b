// Installs what a command needs, then runs it. Plain Node 20 without dependencies, since it runs before they are installed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';

const root = new URL('..', import.meta.url).pathname;
const [verb, ...rest] = process.argv.slice(2);

/** Programs that commands need, with their Debian packages. */
const engine = {
  dockerd: 'docker.io',
  docker: 'docker.io',
  iptables: 'iptables',
  debootstrap: 'debootstrap',
  mvn: 'maven',
  javac: 'default-jdk-headless',
  python3: 'python3',
  ip: 'iproute2',
  setpriv: 'util-linux',
  curl: 'curl',
};
/** A display, a bus, and tools that unpack Electron if its own download is not reachable. */
const display = {
  Xvfb: 'xvfb',
  'dbus-daemon': 'dbus-daemon',
  gdbus: 'libglib2.0-bin',
  'desktop-file-validate': 'desktop-file-utils',
  pip: 'python3-pip',
  unzip: 'unzip',
};
/** XFCE's panel, mouse control, and tools for screenshots. */
const xfce = {
  'xfce4-panel': 'xfce4-panel',
  'xfconf-query': 'xfconf',
  xdotool: 'xdotool',
  convert: 'imagemagick',
  import: 'imagemagick',
};
/** An XEmbed tray, as panels of window managers on X11 have it. */
const xembed = { trayer: 'trayer', xdotool: 'xdotool', import: 'imagemagick' };
const gnome = { 'gnome-shell': 'gnome-shell', gjs: 'gjs', mutter: 'mutter' };
const gnomeParts = [
  'gnome-shell-extension-appindicator',
  'gnome-settings-daemon',
  'gsettings-desktop-schemas',
  'libgl1-mesa-dri',
  'python3-dbusmock',
  'python3-gi',
  'fonts-cantarell',
];
/** A disk that can share blocks between files, and what packs a home. */
const disks = { 'mkfs.xfs': 'xfsprogs', zstd: 'zstd' };
/** For tests of the window's appearance. */
const browser = { chromium: 'chromium' };
/** What makes packages; pip and unzip get the lab's Electron where its own cannot be reached. */
const packaging = { git: 'git', strip: 'binutils', '7za': 'p7zip-full', pip: 'python3-pip', unzip: 'unzip' };
/** What the packages' tests check them with. */
const checkers = {
  lintian: 'lintian',
  appstreamcli: 'appstream',
  man: 'man-db',
  zsh: 'zsh',
  fish: 'fish',
  unshare: 'util-linux',
  'xdg-open': 'xdg-utils',
};
const libraries = [
  'libnss3',
  'libatk-bridge2.0-0',
  'libgtk-3-0',
  'libgbm1',
  'libasound2',
  'libnotify4',
  'libsecret-1-0',
];
const desktopParts = [...libraries, 'adwaita-icon-theme', 'fonts-dejavu-core'];
const verbs = {
  cli: { run: ['out/cli.js'], programs: {}, quiet: true },
  start: { run: ['build/start.mjs'], programs: {}, libraries, display: true },
  lab: { run: ['test/lab/cli.ts'], programs: engine },
  engines: { run: ['test/lab/engines.ts'], programs: engine },
  test: {
    run: ['test/run.ts'],
    programs: { ...packaging, ...checkers, ...engine, ...display, ...xfce, ...xembed, ...gnome, ...browser },
    libraries: [...desktopParts, ...gnomeParts],
  },
  demo: { run: ['test/lab/demo.ts'], programs: { ...engine, ...display, ...xfce }, libraries: desktopParts },
  package: { run: ['build/package/main.ts'], programs: packaging },
  bench: { run: ['test/bench/main.ts'], programs: { ...engine, ...display, ...disks }, libraries },
};

const chosen = verbs[verb];
if (chosen === undefined) fail(`usage: node build/with-setup.mjs ${Object.keys(verbs).join('|')}`);
process.chdir(root);
if (chosen.display && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY)
  fail(
    'There is no display here. On a desktop, run it in a terminal there; without one, use the command line: npm run --silent cli -- status',
  );
dependencies();
packages(chosen);
bundles();
const node = join(root, 'node_modules', '.bin', 'node');
const done = spawnSync(node, ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', ...chosen.run, ...rest], {
  stdio: 'inherit',
});
process.exit(done.status ?? 1);

/** Installs the npm packages of the lock file, unless its hash shows that they are installed. */
function dependencies() {
  const stamp = join(root, 'node_modules', '.lock-hash');
  const hash = createHash('sha256').update(readFileSync('package-lock.json')).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  say('installing npm packages (about a minute)');
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  writeFileSync(stamp, hash);
}

/** Installs the Debian packages of missing programs and libraries. */
function packages({ programs, libraries: wanted = [] }) {
  const missing = new Set(
    Object.entries(programs)
      .filter(([program]) => !onPath(program))
      .map(([, name]) => name),
  );
  // Other distributions use other names for libraries; there, Electron reports missing ones.
  for (const name of onPath('dpkg') ? wanted : []) {
    const found = spawnSync('dpkg', ['-s', name], { encoding: 'utf8' });
    if (!found.stdout?.includes('install ok installed')) missing.add(name);
  }
  if (missing.size === 0) return;
  const list = [...missing].sort();
  if (process.getuid?.() !== 0)
    fail(`missing on this machine: ${list.join(' ')}\nInstall it with: sudo apt-get install ${list.join(' ')}`);
  if (!onPath('apt-get'))
    fail(`missing on this machine, and there is no apt-get to install it with: ${list.join(' ')}`);
  say(`installing Debian packages: ${list.join(' ')}`);
  run('apt-get', ['update', '-qq']);
  // Do not start services: a second engine would conflict with the lab's.
  const policy = '/usr/sbin/policy-rc.d';
  const own = !existsSync(policy);
  if (own) writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...list], { DEBIAN_FRONTEND: 'noninteractive' });
  } finally {
    if (own) spawnSync('rm', ['-f', policy]);
  }
}

/** Bundles again if a source is newer than the bundles. */
function bundles() {
  const built = statSync('out/cli.js', { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const sources = ['electron', 'renderer', 'build'].filter((folder) => existsSync(folder));
  const newest = Math.max(
    ...sources.flatMap((folder) =>
      readdirSync(folder, { recursive: true }).map((name) => statSync(join(folder, name)).mtimeMs),
    ),
  );
  if (newest < built) return;
  if (!chosen.quiet) say('bundling');
  mkdirSync('out', { recursive: true });
  run(process.execPath, ['build/bundle.mjs']);
}

function onPath(program) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

function run(command, args, env = {}) {
  const { status, error } = spawnSync(command, args, { stdio: ['ignore', 2, 2], env: { ...process.env, ...env } });
  if (status !== 0) fail(`failed: ${command} ${args.join(' ')}${error === undefined ? '' : `\n${error.message}`}`);
}

function say(text) {
  console.error(`· ${text}`);
}

function fail(text) {
  console.error(text);
  process.exit(1);
}
