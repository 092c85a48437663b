import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { feedOf, writeManifest } from '../../../../build/package/feed.ts';
import { signFeed } from '../../../../build/package/sign.ts';
import { readFeed } from '../../../../electron/adapters/updates/read-feed.ts';
import { updatable } from '../../../../electron/adapters/updates/update-source.ts';
import type { UpdateSource } from '../../../../electron/shared/update.ts';
import { feedServer, publisher } from '../../../doubles/update-feed.ts';
import { ROOT } from '../../../lab/paths.ts';

const { privateKey, publicKey } = publisher();
const pem = publicKey.export({ format: 'pem', type: 'spki' }).toString();
const env = (feed: string, key = pem) => ({ JENKINS_TRAY_UPDATE_FEED: feed, JENKINS_TRAY_UPDATE_PUBLIC_KEY: key });
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jenkins-tray-feed-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function made(feed: string): UpdateSource {
  const found = feedOf(env(feed));
  if (found === null) throw new Error('no feed');
  return found;
}
const packages = ['jenkins-tray_1.2.3_amd64.deb', 'jenkins-tray-1.2.3.AppImage', 'jenkins-tray-1.2.3.tar.gz'];
/** The list of these packages, not yet signed. */
function listed(): string {
  for (const name of packages) writeFileSync(join(folder, name), name);
  const paths = packages.map((name) => join(folder, name));
  const manifest = writeManifest({ packages: paths, version: '1.2.3', arch: 'x64', folder });
  if (manifest === null) throw new Error('no manifest');
  return manifest;
}

test('what is signed here is read there', async () => {
  const server = await feedServer();
  try {
    for (const path of [listed(), ...signFeed(privateKey, folder)])
      server.files[`/${basename(path)}`] = readFileSync(path);
    const { version, files } = await readFeed(made(server.feed), 'x64', new AbortController().signal);
    expect(version).toBe('1.2.3');
    expect(files.map(({ kind, name }) => [kind, name])).toEqual([
      ['deb', packages[0]],
      ['AppImage', packages[1]],
    ]);
  } finally {
    await server.close();
  }
});

test('a package that is not the listed one is not signed, and neither is a folder without a list', () => {
  expect(() => signFeed(privateKey, folder)).toThrow('made without a feed');
  listed();
  writeFileSync(join(folder, packages[0] ?? ''), 'changed');
  expect(() => signFeed(privateKey, folder)).toThrow('is not the file');
});

test('packages are made without the private key, and the step that has it runs no code of others', () => {
  const file = (name: string): string => readFileSync(join(ROOT, name), 'utf8');
  const [making = '', signing = ''] = file('.github/workflows/release.yml').split(/^ {2}signatures:$/m);
  expect(making).not.toContain('secrets.');
  expect(signing).toContain('secrets.UPDATE_KEY');
  expect(signing).not.toMatch(/\bnpm\b|\bnpx\b/);
  const imports = [...file('build/package/sign.ts').matchAll(/from '(.*)'/g)].map(([, from = '']) => from);
  expect(imports.filter((from) => !from.startsWith('node:'))).toEqual([]);
  expect(() => feedOf(env('', privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()))).toThrow('private');
});

test('without an address or a key there is no feed', () => {
  expect(feedOf({})).toBeNull();
  expect(feedOf(env(''))).toBeNull();
  expect(feedOf(env('https://example.org/', ''))).toBeNull();
});

test.each([
  ['an address without TLS', env('http://example.org/')],
  ['a file as the address', env('https://example.org/feed')],
  ['what is no key', env('https://example.org/', 'secret')],
  [
    'a key of another kind',
    env(
      'https://example.org/',
      generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'pem', type: 'spki' }).toString(),
    ),
  ],
])('%s is refused before anything is made', (_what, given) => {
  expect(() => feedOf(given)).toThrow();
});

test('a package without a feed, and what is no package, have no updates', () => {
  const source = made('https://example.org/');
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  write('package-type', 'deb\n');
  expect(updatable(folder, false)).toBeNull();
  write('update-source.json', JSON.stringify(source));
  expect(updatable(folder, false)).toEqual({ source, kind: 'deb' });
  expect(updatable(folder, true)).toEqual({ source, kind: 'AppImage' });
  write('update-source.json', JSON.stringify({ ...source, feed: 'http://example.org/' }));
  expect(updatable(folder, false)).toBeNull();
  write('update-source.json', JSON.stringify(source));
  write('package-type', 'tar.gz');
  expect(updatable(folder, false)).toBeNull();
});
