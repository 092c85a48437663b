import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { extract } from 'tar-stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { contextTar } from '../../../../electron/adapters/engine/build-context.ts';

let context = '';
beforeEach(() => {
  context = mkdtempSync(join(tmpdir(), 'context-'));
});
afterEach(() => rmSync(context, { recursive: true }));

async function entries(overlay: Record<string, string> = {}): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  const tar = extract();
  Readable.from([await contextTar({ context, overlay })]).pipe(tar);
  for await (const entry of tar) found[entry.header.name] = `${entry.header.mode?.toString(8)} ${await text(entry)}`;
  return found;
}

test('a clone with Windows line ends and without modes builds the same image', async () => {
  mkdirSync(join(context, 'rootfs'));
  writeFileSync(join(context, 'rootfs', 'start'), '#!/bin/sh\r\necho "ü"\r\n', { mode: 0o644 });
  writeFileSync(join(context, 'Dockerfile'), 'FROM scratch\r\n', { mode: 0o600 });
  expect(await entries()).toEqual({
    'rootfs/start': '755 #!/bin/sh\necho "ü"\n',
    Dockerfile: '644 FROM scratch\n',
  });
});

test('what is not text stays as it is, and the user’s lists replace the app’s', async () => {
  writeFileSync(join(context, 'data'), 'a\0\r\n');
  chmodSync(join(context, 'data'), 0o750);
  writeFileSync(join(context, 'packages.txt'), 'theirs\n');
  expect(await entries({ 'packages.txt': 'mine\n' })).toEqual({ data: '755 a\0\r\n', 'packages.txt': '644 mine\n' });
});
