import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Resvg } from '@resvg/resvg-js';
import { commandsOf } from './commands.ts';
import { bashCompletion, fishCompletion, zshCompletion } from './completions.ts';
import { manPage } from './man-page.ts';
import { publisher } from './publisher.ts';
import { copyright, licences, sbom } from './third-party.ts';

/** Icon sizes of the hicolor theme. */
const SIZES = [16, 22, 24, 32, 48, 64, 128, 256, 512] as const;

/** Makes what the packages hold beside the bundles, in `to`. `date`: of the commit, so that two builds are alike. */
export async function makeParts(
  root: string,
  to: string,
  version: string,
  electron: string,
  date: Date,
): Promise<void> {
  const write = (name: string, content: string | Uint8Array): void => writeFileSync(join(to, name), content);
  mkdirSync(join(to, 'icons'), { recursive: true });
  mkdirSync(join(to, 'completions'), { recursive: true });
  const icon = readFileSync(join(root, 'assets', 'icons', 'icon.svg'), 'utf8');
  for (const size of SIZES) {
    write(`icons/${size}x${size}.png`, new Resvg(icon, { fitTo: { mode: 'width', value: size } }).render().asPng());
  }
  // A constant of the bundles; here the definitions are read as source.
  Object.assign(globalThis, { APP_VERSION: version });
  const { commandLine } = await import('../../electron/cli/program.ts');
  const commands = commandsOf(commandLine(() => undefined));
  const zipped = (text: string): Uint8Array => gzipSync(text, { level: 9 });
  write('jenkins-tray.1.gz', zipped(manPage(commands, version, date.toISOString().slice(0, 10))));
  write('completions/jenkins-tray.bash', bashCompletion(commands));
  write('completions/jenkins-tray.zsh', zshCompletion(commands));
  write('completions/jenkins-tray.fish', fishCompletion(commands));
  write('changelog.gz', zipped(debianChangelog(version, date)));
  write('metainfo.xml', metainfo(readFileSync(join(root, 'build', 'package', 'linux', 'metainfo.xml'), 'utf8')));
  write('copyright', copyright(readFileSync(join(root, 'LICENSE'), 'utf8'), publisher));
  write('third-party-licences.txt', licences(root));
  write('sbom.json', sbom(root, { node: process.versions.node, electron }, date));
}

/** AppStream's metadata, with `@KEY@` of the template replaced by what `publisher` has under KEY. */
export const metainfo = (template: string): string =>
  Object.entries(publisher).reduce((text, [key, value]) => text.replaceAll(`@${key}@`, xml(value)), template);

const xml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** Debian wants its own format; CHANGELOG.md has what changed. */
const debianChangelog = (version: string, date: Date): string =>
  `jenkins-tray (${version}) stable; urgency=medium

  * Version ${version}. What changed is in CHANGELOG.md of the project.

 -- ${publisher.name} <${publisher.email}>  ${date.toUTCString().replace('GMT', '+0000')}
`;
