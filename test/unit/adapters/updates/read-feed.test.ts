import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { readFeed } from '../../../../electron/adapters/updates/read-feed.ts';
import type { Manifest } from '../../../../electron/shared/update.ts';
import { type FeedServer, feedServer, fileOf, publisher, signedFeed } from '../../../doubles/update-feed.ts';

const us = publisher();
const other = publisher();
const file = fileOf('jenkins-tray_0.2.0_amd64.deb', Buffer.from('a package'));
const manifest: Manifest = { program: 'jenkins-tray', arch: 'x64', version: '0.2.0', files: [file] };
const [JSON_PATH, SIG_PATH] = ['/jenkins-tray-linux-x64.json', '/jenkins-tray-linux-x64.json.sig'];
const never = new AbortController().signal;

let server: FeedServer;
beforeAll(async () => {
  server = await feedServer();
});
afterAll(() => server.close());
beforeEach(() => {
  for (const name of Object.keys(server.files)) delete server.files[name];
});
const read = () => readFeed(server.source(us.key), 'x64', never);

test('what the publisher signed is read', async () => {
  Object.assign(server.files, signedFeed(manifest, us));
  expect(await read()).toEqual(manifest);
  expect(server.asked.sort()).toEqual([JSON_PATH, SIG_PATH]);
});

const signed = signedFeed(manifest, us);
const text = signed[JSON_PATH] ?? '';
test.each<[string, FeedServer['files']]>([
  ['another key', signedFeed(manifest, other)],
  ['no signature', { ...signed, [SIG_PATH]: '' }],
  ['a signature that is cut off', { ...signed, [SIG_PATH]: signed[SIG_PATH]?.slice(0, 40) ?? '' }],
  ['zeros as its signature', { ...signed, [SIG_PATH]: Buffer.alloc(64).toString('base64') }],
  ['a version that was changed', { ...signed, [JSON_PATH]: text.replace('0.2.0"', '0.3.0"') }],
  ['bytes behind the signed ones', { ...signed, [JSON_PATH]: `${text} ` }],
  [
    'the signature of another manifest',
    { ...signedFeed({ ...manifest, version: '0.3.0' }, us), [SIG_PATH]: signed[SIG_PATH] ?? '' },
  ],
  ['a manifest without end', { ...signed, [JSON_PATH]: 'x'.repeat(1_000_000) }],
  ['a redirect', { ...signed, [JSON_PATH]: (_, to) => to.writeHead(302, { location: 'https://example.org/' }).end() }],
  ['a redirected signature', { ...signed, [SIG_PATH]: (_, to) => to.writeHead(301, { location: SIG_PATH }).end() }],
])('a feed with %s is refused', async (_what, files) => {
  Object.assign(server.files, files);
  await expect(read()).rejects.toMatchObject({ failure: { code: 'update/refused' } });
});

test.each<[string, string]>([
  ['no JSON', 'version: 0.2.0'],
  ['a path in a file’s name', JSON.stringify({ ...manifest, files: [{ ...file, name: '../../etc/x.deb' }] })],
  ['an absolute path', JSON.stringify({ ...manifest, files: [{ ...file, name: '/etc/x.deb' }] })],
  ['another server in a name', JSON.stringify({ ...manifest, files: [{ ...file, name: 'https://a/x.deb' }] })],
  ['an option as a name', JSON.stringify({ ...manifest, files: [{ ...file, name: '--force.deb' }] })],
  ['a huge file', JSON.stringify({ ...manifest, files: [{ ...file, size: 1e12 }] })],
  ['no hash', JSON.stringify({ ...manifest, files: [{ ...file, sha512: '' }] })],
  ['another program', JSON.stringify({ ...manifest, program: 'something-else' })],
  ['an odd version', JSON.stringify({ ...manifest, version: '9999999.0.0; reboot' })],
  ['two versions', JSON.stringify(manifest).replace('{', '{"version":"0.1.0",')],
  ['no files', JSON.stringify({ ...manifest, files: [] })],
])('a signed manifest with %s is refused', async (_what, content) => {
  Object.assign(server.files, signedFeed(content, us));
  await expect(read()).rejects.toMatchObject({ failure: { code: 'update/refused' } });
});

test.each<[string, FeedServer['files']]>([
  ['nothing', {}],
  ['an error', { ...signed, [JSON_PATH]: (_, to) => to.writeHead(500).end() }],
  ['what is not HTTP', { ...signed, [JSON_PATH]: (request) => request.socket.end('hello\r\n\r\n') }],
])('a feed that answers with %s is told as out of reach', async (_what, files) => {
  Object.assign(server.files, files);
  await expect(read()).rejects.toMatchObject({ failure: { code: 'update/unreachable' } });
});

test('a key of another kind is none', async () => {
  Object.assign(server.files, signed);
  for (const key of ['', 'AAAA', 'MCowBQYDK2VuAyEAXXXX'])
    await expect(readFeed(server.source(key), 'x64', never)).rejects.toMatchObject({
      failure: { code: 'update/refused' },
    });
});
