import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, Platform } from 'electron-builder';
import { makeCommandLine } from './command-line.ts';
import { configuration } from './config.ts';
import { feedOf, writeManifest } from './feed.ts';
import { makeNpmPackage } from './npm-package.ts';
import { makeParts } from './parts.ts';
import { canDownload, labRuntime } from './runtime.ts';
import { chooseTargets, NPM } from './targets.ts';

/**
 * `npm run package [TARGET…]`: packages for this computer's processor into release/. Without targets it makes what can be
 * made here; `npm` makes the command line alone. Where no download is reachable these are folder, tar.gz and deb, with the lab's Electron.
 */
const root = new URL('../..', import.meta.url).pathname.replace(/\/$/, '');
const say = (text: string): void => console.error(`· ${text}`);

process.chdir(root);
// Files of the packages are for everybody.
process.umask(0o022);
const asked = process.argv.slice(2);
if (asked.length === 1 && asked[0] === NPM) {
  console.log(makeNpmPackage(root, join(root, 'release')));
  process.exit(0);
}
const feed = feedOf(process.env);
const online = await canDownload();
const choice = chooseTargets(asked, online);
if (choice.targets === null) fail(choice.why);
const { note } = choice;
const targets = [...choice.targets];
if (note !== null) say(note);

const { version, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
const date = new Date(Number(execFileSync('git', ['log', '-1', '--format=%ct'], { encoding: 'utf8' })) * 1000);
// Of the commit: electron-builder, dpkg-deb and tar write it instead of now.
process.env.SOURCE_DATE_EPOCH = String(date.getTime() / 1000);
const parts = join(root, 'out', 'package');
rmSync(parts, { recursive: true, force: true });
mkdirSync(parts, { recursive: true });
const runtime = online ? null : await labRuntime(root);
say('making the command line, icons, manual page, completions and lists of parts');
makeCommandLine(root, join(parts, 'cli'));
await makeParts(root, parts, version, runtime?.version ?? devDependencies.electron, date);
if (!online) {
  process.env.CUSTOM_FPM_PATH ??= join(root, 'build', 'package', 'deb-by-dpkg.mjs');
  process.env.ELECTRON_BUILDER_7ZIP_PATH ??= '/usr/bin/7za';
}
if (feed !== null) writeFileSync(join(parts, 'update-source.json'), JSON.stringify(feed));
say(`packaging${feed === null ? ' without updates' : ''}: ${targets.join(', ')}`);
const made = await build({
  targets: Platform.LINUX.createTarget(targets),
  config: configuration(root, runtime, feed !== null),
  publish: 'never',
});
const folder = join(root, 'release');
const manifest = feed === null ? null : writeManifest({ packages: made, version, arch: process.arch, folder });
for (const file of [...made, ...(manifest === null ? [] : [manifest])]) console.log(file);
if (manifest !== null) say('the list of updates is not signed yet: node build/package/sign.ts KEY release');

function fail(text: string): never {
  console.error(text);
  process.exit(1);
}
