import { Readable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import type Docker from 'dockerode';
import type { LogFull, LogLine } from '../../core/ports.ts';

/** Takes apart the engine's framed streams (8 bytes: stream, 3 × 0, length big-endian) and calls back per line. */
export class FrameLines {
  #bytes: Buffer = Buffer.alloc(0);
  #text = '';
  readonly #line: (text: string) => void;

  constructor(line: (text: string) => void) {
    this.#line = line;
  }

  push(chunk: Buffer): void {
    this.#bytes = this.#bytes.length === 0 ? chunk : Buffer.concat([this.#bytes, chunk]);
    while (this.#bytes.length >= 8) {
      const length = this.#bytes.readUInt32BE(4);
      if (this.#bytes.length < 8 + length) return;
      this.#text += this.#bytes.subarray(8, 8 + length).toString('utf8');
      this.#bytes = this.#bytes.subarray(8 + length);
      const lines = this.#text.split('\n');
      this.#text = lines.pop() ?? '';
      for (const line of lines) this.#line(line.replace(/\r$/, ''));
    }
  }

  end(): void {
    if (this.#text !== '') this.#line(this.#text);
    this.#text = '';
  }
}

/** Reads a framed log to its end or the signal's; pauses while the reader is full, so that a flood waits at the engine. */
export async function readLines(
  stream: NodeJS.ReadableStream,
  line: LogLine,
  signal: AbortSignal,
  full: LogFull = () => null,
): Promise<void> {
  const frames = new FrameLines(line);
  await new Promise<void>((resolve) => {
    stream
      .on('data', (chunk: Buffer) => {
        frames.push(chunk);
        const room = full();
        if (room === null) return;
        stream.pause();
        void room.then(() => stream.resume());
      })
      .on('end', resolve)
      .on('close', resolve)
      .on('error', () => resolve());
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  frames.end();
}

/** A container's log as a stream that ends; dockerode itself would hold all of it in memory. */
export function wholeLog(docker: Docker, container: string, abortSignal: AbortSignal): Promise<NodeJS.ReadableStream> {
  return new Promise((resolve, reject) => {
    docker.modem.dial(
      {
        path: `/containers/${encodeURIComponent(container)}/logs?`,
        method: 'GET',
        isStream: true,
        abortSignal,
        statusCodes: { 200: true, 404: 'no such container', 500: 'server error' },
        options: { stdout: true, stderr: true },
      },
      (error, stream) => (stream instanceof Readable ? resolve(stream) : reject(error)),
    );
  });
}

/** The streams in a framed answer, apart and as text. */
export function unframe(answer: Buffer): { readonly stdout: string; readonly stderr: string } {
  const parts: [string, string] = ['', ''];
  for (let at = 0; at + 8 <= answer.length; ) {
    const length = answer.readUInt32BE(at + 4);
    const text = answer.subarray(at + 8, at + 8 + length).toString('utf8');
    if (answer[at] === 2) parts[1] += text;
    else parts[0] += text;
    at += 8 + length;
  }
  return { stdout: parts[0], stderr: parts[1] };
}

export const plainLines = (text: string): readonly string[] =>
  stripVTControlCharacters(text)
    .split(/\r?\n/)
    .filter((line) => line !== '');
