import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../../../lab/paths.ts';
import { runAsync } from '../../../lab/shell.ts';

/** Asks a Jenkins that answers with these statuses. */
async function asserted(
  statusOf: (path: string) => number,
): Promise<{ readonly status: number; readonly stderr: string }> {
  const server = createServer(({ url = '' }, response) => response.writeHead(statusOf(url)).end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address: AddressInfo | string | null = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  try {
    return await runAsync(join(ROOT, 'build/hosted/assert-closed'), [`http://127.0.0.1:${port}/`]);
  } finally {
    server.close();
  }
}

test('a Jenkins that shows nothing but its login page is closed', async () => {
  expect(await asserted((path) => (path === '/login' ? 200 : 403))).toMatchObject({ status: 0, stderr: '' });
});

test('one open page is enough to fail, and is named', async () => {
  const open = await asserted((path) => (['/login', '/script'].includes(path) ? 200 : 403));
  expect(open).toMatchObject({ status: 1, stderr: '/script: 200 instead of 403\n' });
});
