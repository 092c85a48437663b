import { EventEmitter } from 'node:events';
import type { Readable } from 'node:stream';
import type Docker from 'dockerode';
import { boundedRows } from './bounded-rows.ts';

/** Calls back with each row of a pull. Rejects if the stream breaks; dockerode would keep all rows until the end. */
export async function pullRows(stream: Readable, row: (value: unknown) => void): Promise<void> {
  for await (const bytes of boundedRows(stream)) {
    const value = parsed(String(bytes));
    if (value !== undefined) row(value);
  }
}

/** The same for a build, whose rows BuildKit packs: dockerode unpacks them, one at a time. */
export async function buildRows(docker: Docker, stream: Readable, row: (value: unknown) => void): Promise<void> {
  const follow: unknown = Reflect.get(docker, 'followProgress');
  if (typeof follow !== 'function') throw new Error('dockerode has no followProgress');
  for await (const bytes of boundedRows(stream)) {
    const one = new EventEmitter();
    follow.call(docker, one, () => undefined, row);
    one.emit('data', bytes);
    one.emit('end');
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
