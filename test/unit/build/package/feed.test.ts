import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { type Feed, feedOf, writeFeed } from '../../../../build/package/feed.ts';
import { readFeed } from '../../../../electron/adapters/updates/read-feed.ts';
import { updatable } from '../../../../electron/adapters/updates/update-source.ts';
import { feedServer, publisher } from '../../../doubles/update-feed.ts';

const pem = publisher().privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
const env = (feed: string, key = pem) => ({ JENKINS_TRAY_UPDATE_FEED: feed, JENKINS_TRAY_UPDATE_KEY: key });

function made(feed: string): Feed {
  const found = feedOf(env(feed));
  if (found === null) throw new Error('no feed');
  return found;
}

test('what is signed here is read there', async () => {
  const server = await feedServer();
  const folder = mkdtempSync(join(tmpdir(), 'jenkins-tray-feed-'));
  const packages = ['jenkins-tray_1.2.3_amd64.deb', 'jenkins-tray-1.2.3.AppImage', 'jenkins-tray-1.2.3.tar.gz'];
  for (const name of packages) writeFileSync(join(folder, name), name);
  try {
    const feed = made(server.feed);
    const paths = packages.map((name) => join(folder, name));
    for (const path of writeFeed(feed, { packages: paths, version: '1.2.3', arch: 'x64', folder }))
      server.files[`/${basename(path)}`] = readFileSync(path);
    const { version, files } = await readFeed(feed.source, 'x64', new AbortController().signal);
    expect(version).toBe('1.2.3');
    expect(files.map(({ kind, name }) => [kind, name])).toEqual([
      ['deb', packages[0]],
      ['AppImage', packages[1]],
    ]);
  } finally {
    await server.close();
    rmSync(folder, { recursive: true });
  }
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
      generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
    ),
  ],
])('%s is refused before anything is made', (_what, given) => {
  expect(() => feedOf(given)).toThrow();
});

test('a package without a feed, and what is no package, have no updates', () => {
  const folder = mkdtempSync(join(tmpdir(), 'jenkins-tray-resources-'));
  const { source } = made('https://example.org/');
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  try {
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
  } finally {
    rmSync(folder, { recursive: true });
  }
});
