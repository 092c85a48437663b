import { createServer, get } from 'node:http';
import { expect, test } from 'vitest';
import type { Details } from '../../../../electron/adapters/trace/trace-events.ts';
import { traceRequests } from '../../../../electron/adapters/trace/traced-requests.ts';

test('a request is recorded by its host, path and status, without its query and headers', async () => {
  const recorded: { readonly name: string; readonly details: Details }[] = [];
  const stop = traceRequests({
    begin:
      (_lane, name) =>
      (details = {}) =>
        void recorded.push({ name, details }),
  });
  const server = createServer((_request, response) => response.writeHead(403).end('no')).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const ask = (path: string) =>
    new Promise<void>((resolve) => {
      const headers = { authorization: 'Basic c2VjcmV0' };
      get({ host: '127.0.0.1', port, path, headers, agent: false }, (response) => response.resume()).on('close', () =>
        resolve(),
      );
    });
  await ask('/build?buildargs=http://me:secret@proxy');
  stop();
  await ask('/unrecorded');
  server.close();
  expect(recorded).toEqual([{ name: `GET 127.0.0.1:${port}/build`, details: { status: 403 } }]);
});
