import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { ROOT } from '../lab/paths.ts';

/** An answer of a real Jenkins; each file of test/fixtures/jenkins says of which one and when. */
interface Recorded {
  /** Version, plugins, day, and what ran then. */
  readonly source: string;
  /** Method and path. */
  readonly request: string;
  /** Who asked, and how. */
  readonly as: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Whether the body, a page, was cut. */
  readonly cut?: boolean;
  readonly body: string;
}

const recorded = (name: string): Recorded =>
  JSON.parse(readFileSync(join(ROOT, `test/fixtures/jenkins/${name}.json`), 'utf8'));

/**
 * A server that answers with these recorded answers: each for requests whose method, and path without its query, are those
 * of the recorded one, the first that fits. Others get 404. Returns its address, and what ends it.
 */
export async function replaying(...names: readonly string[]): Promise<{ url: string; asked: string[]; end(): void }> {
  const answers = names.map(recorded);
  const asked: string[] = [];
  const pathOf = (request: string): string => request.split('?')[0] ?? '';
  const server: Server = createServer((request, response) => {
    const line = `${request.method} ${request.url}`;
    asked.push(line);
    const found = answers.find((it) => pathOf(it.request) === pathOf(line));
    if (found === undefined) response.writeHead(404).end();
    else response.writeHead(found.status, found.headers).end(found.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const end = (): void => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${address.port}`, asked, end };
}
