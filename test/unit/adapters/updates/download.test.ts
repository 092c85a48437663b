import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { downloadUpdate } from '../../../../electron/adapters/updates/download.ts';
import { requireSigned } from '../../../../electron/adapters/updates/require-signed.ts';
import { type FeedServer, feedServer, fileOf } from '../../../doubles/update-feed.ts';

const content = Buffer.alloc(3_000_000, 'package ');
const file = fileOf('new.deb', content);
const never = new AbortController().signal;
const folder = mkdtempSync(join(tmpdir(), 'jenkins-tray-download-'));
const to = join(folder, 'new.deb');
let server: FeedServer;
beforeAll(async () => {
  server = await feedServer();
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});
const download = () => downloadUpdate(server.feed, file, to, never);

test('the file that was announced is kept, for this user alone', async () => {
  server.files['/new.deb'] = content;
  await download();
  expect(readFileSync(to).equals(content)).toBe(true);
  expect(statSync(to).mode & 0o777).toBe(0o600);
  await requireSigned(to, file);
});

test('a file that was changed afterwards is refused', async () => {
  writeFileSync(to, Buffer.concat([content.subarray(0, -1), Buffer.from('X')]));
  await expect(requireSigned(to, file)).rejects.toMatchObject({ failure: { code: 'update/refused' } });
});

/** Longer than announced, without saying so. */
const endless: FeedServer['files'][string] = (request, response) => {
  response.writeHead(200);
  const more = (): void => {
    while (!request.destroyed && response.write(content));
    response.once('drain', more);
  };
  more();
};
test.each<[string, FeedServer['files'][string], string]>([
  ['with one other byte', Buffer.concat([content.subarray(0, -1), Buffer.from('X')]), 'update/refused'],
  ['that is shorter', content.subarray(0, -1), 'update/refused'],
  ['that is longer', Buffer.concat([content, content]), 'update/refused'],
  ['without end', endless, 'update/refused'],
  ['that ends early', (_, to) => to.writeHead(200).end(content.subarray(0, 1000)), 'update/refused'],
  ['that is elsewhere', (_, to) => to.writeHead(302, { location: '/other.deb' }).end(), 'update/refused'],
  ['whose connection breaks', (_, to) => to.writeHead(200).write('x', () => to.destroy()), 'update/unreachable'],
  ['that is gone', (_, to) => to.writeHead(404).end(), 'update/unreachable'],
])('a file %s is not kept', async (_what, answer, code) => {
  server.files['/new.deb'] = answer;
  await expect(download()).rejects.toMatchObject({ failure: { code } });
  expect(existsSync(to)).toBe(false);
});

test('a server that sends a little now and then is given up in the end', async () => {
  server.files['/new.deb'] = (request, response) => {
    response.writeHead(200);
    const drops = setInterval(() => response.write('x'), 20);
    request.once('close', () => clearInterval(drops));
  };
  await expect(downloadUpdate(server.feed, file, to, never, 300)).rejects.toMatchObject({
    failure: { code: 'update/unreachable' },
  });
  expect(existsSync(to)).toBe(false);
});
