import { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import type Docker from 'dockerode';
import type { LogFull, LogLine } from '../../core/world/engine.ts';

/** One of the two streams in a framed log, with the incomplete end of its last character and line. */
interface StreamState {
  readonly decoder: StringDecoder;
  text: string;
}

const STDERR = 2;

/**
 * Splits the engine's framed streams (8 bytes: stream, 3 × 0, length big-endian) into lines. A frame may
 * end within a line or a character, since the engine splits at 16 KiB. Implemented
 * here, since dockerode's demuxStream separates the streams, but not their lines.
 */
export class FrameLines {
  #bytes: Buffer = Buffer.alloc(0);
  readonly #out: StreamState = { decoder: new StringDecoder('utf8'), text: '' };
  readonly #err: StreamState = { decoder: new StringDecoder('utf8'), text: '' };
  readonly #line: (text: string) => void;

  constructor(line: (text: string) => void) {
    this.#line = line;
  }

  push(chunk: Buffer): void {
    this.#bytes = this.#bytes.length === 0 ? chunk : Buffer.concat([this.#bytes, chunk]);
    while (this.#bytes.length >= 8) {
      const length = this.#bytes.readUInt32BE(4);
      if (this.#bytes.length < 8 + length) return;
      const state = this.#bytes[0] === STDERR ? this.#err : this.#out;
      const lines = (state.text + state.decoder.write(this.#bytes.subarray(8, 8 + length))).split('\n');
      this.#bytes = this.#bytes.subarray(8 + length);
      state.text = lines.pop() ?? '';
      for (const line of lines) this.#line(line.replace(/\r$/, ''));
    }
  }

  end(): void {
    for (const state of [this.#out, this.#err]) {
      if (state.text !== '') this.#line(state.text);
      state.text = '';
    }
  }
}

/** Reads a framed log to its end or until aborted; pauses while the reader is full, so that the engine buffers. */
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
        const drained = full();
        if (drained === null) return;
        stream.pause();
        void drained.then(() => stream.resume());
      })
      .on('end', resolve)
      .on('close', resolve)
      .on('error', () => resolve());
    signal.addEventListener('abort', stop, { once: true });
  });
  signal.removeEventListener('abort', stop);
  frames.end();
}

/** A container's whole log as a stream; dockerode would buffer all of it in memory. */
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

/** Both streams of a framed response, as text. */
export function unframe(response: Buffer): { readonly stdout: string; readonly stderr: string } {
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  for (let at = 0; at + 8 <= response.length; ) {
    const length = response.readUInt32BE(at + 4);
    (response[at] === STDERR ? stderr : stdout).push(response.subarray(at + 8, at + 8 + length));
    at += 8 + length;
  }
  return { stdout: Buffer.concat(stdout).toString('utf8'), stderr: Buffer.concat(stderr).toString('utf8') };
}

/** The lines of a log as they are, without empty ones. */
export const linesOf = (text: string): readonly string[] => text.split(/\r?\n/).filter((line) => line !== '');
