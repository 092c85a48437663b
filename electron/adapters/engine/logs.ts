import { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { stripVTControlCharacters } from 'node:util';
import type Docker from 'dockerode';
import type { LogFull, LogLine } from '../../core/world/engine.ts';

/** One of the two streams in a framed log, with the incomplete end of its last character and line. */
interface Half {
  readonly decoder: StringDecoder;
  text: string;
}

const STDERR = 2;

/**
 * Takes apart the engine's framed streams (8 bytes: stream, 3 × 0, length big-endian) and calls back per line. A frame
 * may end within a line, and within a character: the engine cuts at 16 KiB. By hand: dockerode's demuxStream tells the
 * streams apart, not their lines.
 */
export class FrameLines {
  #bytes: Buffer = Buffer.alloc(0);
  readonly #out: Half = { decoder: new StringDecoder('utf8'), text: '' };
  readonly #err: Half = { decoder: new StringDecoder('utf8'), text: '' };
  readonly #line: (text: string) => void;

  constructor(line: (text: string) => void) {
    this.#line = line;
  }

  push(chunk: Buffer): void {
    this.#bytes = this.#bytes.length === 0 ? chunk : Buffer.concat([this.#bytes, chunk]);
    while (this.#bytes.length >= 8) {
      const length = this.#bytes.readUInt32BE(4);
      if (this.#bytes.length < 8 + length) return;
      const half = this.#bytes[0] === STDERR ? this.#err : this.#out;
      const lines = (half.text + half.decoder.write(this.#bytes.subarray(8, 8 + length))).split('\n');
      this.#bytes = this.#bytes.subarray(8 + length);
      half.text = lines.pop() ?? '';
      for (const line of lines) this.#line(line.replace(/\r$/, ''));
    }
  }

  end(): void {
    for (const half of [this.#out, this.#err]) {
      if (half.text !== '') this.#line(half.text);
      half.text = '';
    }
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
  let stop = (): void => undefined;
  await new Promise<void>((resolve) => {
    stop = resolve;
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
    signal.addEventListener('abort', stop, { once: true });
  });
  signal.removeEventListener('abort', stop);
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
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  for (let at = 0; at + 8 <= answer.length; ) {
    const length = answer.readUInt32BE(at + 4);
    (answer[at] === STDERR ? stderr : stdout).push(answer.subarray(at + 8, at + 8 + length));
    at += 8 + length;
  }
  return { stdout: Buffer.concat(stdout).toString('utf8'), stderr: Buffer.concat(stderr).toString('utf8') };
}

export const plainLines = (text: string): readonly string[] =>
  stripVTControlCharacters(text)
    .split(/\r?\n/)
    .filter((line) => line !== '');
