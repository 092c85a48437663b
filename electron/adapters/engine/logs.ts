import { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import type Docker from 'dockerode';
import type { LogFull, LogLine, LogPart } from '../../core/world/engine.ts';

/** One of the two streams in a framed log, with the incomplete end of its last character and line. */
interface StreamState {
  readonly decoder: StringDecoder;
  text: string;
  /** The beginning of a frame that may be its time; null once that is decided. */
  stamp: string | null;
}

const newState = (): StreamState => ({ decoder: new StringDecoder('utf8'), text: '', stamp: null });

/** A time as the engine writes it before each frame (Go's RFC3339NanoFixed), with the space after it. */
const STAMP = /^\d{4}-\d\d-\d\dT[\d:.]{8,18}Z /;
const STAMP_LENGTH = 31;

const STDERR = 2;
const HEADER = 8;

/** Longest line, in characters: what has no line break is passed on in pieces of this size. */
const MAX_LINE = 256 * 1024;
/** Characters of the last lines of a log: a thousand long ones. */
const MAX_LINES_KEPT = 16 * 1024 * 1024;
/** Bytes of a program's output that are kept: those in our containers print some lines. */
export const MAX_OUTPUT = 1024 * 1024;

/**
 * Splits the engine's framed streams (8 bytes: stream, 3 × 0, length big-endian) into lines. A frame may
 * end within a line or a character, since the engine splits at 16 KiB. Keeps no more than a line, whatever length a frame
 * claims. Implemented here, since dockerode's demuxStream separates the streams, but not their lines.
 */
export class FrameLines {
  #header: Buffer = Buffer.alloc(0);
  /** Bytes of the current frame that are to come, and the stream that it belongs to. */
  #left = 0;
  readonly #out = newState();
  readonly #err = newState();
  #state: StreamState = this.#out;
  readonly #line: (text: string) => void;
  readonly #isStamped: boolean;

  /**
   * `isFramed`: false for a container with a terminal, whose only stream comes as it is. `isStamped`: each frame begins
   * with its time, of which only that at the beginning of a line is kept.
   */
  constructor(line: (text: string) => void, isFramed = true, isStamped = false) {
    this.#line = line;
    this.#isStamped = isStamped && isFramed;
    if (!isFramed) this.#left = Number.POSITIVE_INFINITY;
  }

  push(chunk: Buffer): void {
    for (let at = 0; at < chunk.length; ) at += this.#left === 0 ? this.#begin(chunk, at) : this.#content(chunk, at);
  }

  end(): void {
    for (const state of [this.#out, this.#err]) {
      state.text += state.stamp ?? '';
      if (state.text !== '') this.#line(state.text);
      state.text = '';
    }
  }

  /** Takes what a frame's header still needs; returns the number of bytes. */
  #begin(chunk: Buffer, at: number): number {
    const taken = chunk.subarray(at, at + HEADER - this.#header.length);
    this.#header = Buffer.concat([this.#header, taken]);
    if (this.#header.length === HEADER) {
      this.#state = this.#header[0] === STDERR ? this.#err : this.#out;
      this.#left = this.#header.readUInt32BE(4);
      this.#header = Buffer.alloc(0);
      // The rest of a line that the engine has split has a time of its own.
      if (this.#isStamped && this.#state.text !== '') this.#state.stamp = '';
    }
    return taken.length;
  }

  /** Takes what there is of a frame's content; returns the number of bytes. */
  #content(chunk: Buffer, at: number): number {
    const taken = chunk.subarray(at, at + this.#left);
    this.#left -= taken.length;
    const state = this.#state;
    const lines = (state.text + withoutStamp(state, state.decoder.write(taken))).split('\n');
    state.text = lines.pop() ?? '';
    for (const line of lines) this.#line(line.replace(/\r$/, ''));
    while (state.text.length >= MAX_LINE) {
      this.#line(state.text.slice(0, MAX_LINE));
      state.text = state.text.slice(MAX_LINE);
    }
    return taken.length;
  }
}

/** Removes the time at the beginning of a frame, however it is cut. */
function withoutStamp(state: StreamState, text: string): string {
  if (state.stamp === null) return text;
  const begun = state.stamp + text;
  state.stamp = begun.length < STAMP_LENGTH && !begun.includes(' ') ? begun : null;
  return state.stamp === null ? begun.replace(STAMP, '') : '';
}

/** A container's log, and how it comes. */
export interface LogStream {
  readonly stream: NodeJS.ReadableStream;
  readonly isFramed: boolean;
  readonly isStamped: boolean;
}

/** Reads a log to its end or until aborted; pauses while the reader is full, so that the engine buffers. */
export async function readLines(
  { stream, isFramed, isStamped }: LogStream,
  line: LogLine,
  signal: AbortSignal,
  full: LogFull = () => null,
): Promise<void> {
  const frames = new FrameLines(line, isFramed, isStamped);
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

/** A container's log as a stream; dockerode would buffer all of it in memory. */
export async function logStream(
  docker: Docker,
  container: string,
  abortSignal: AbortSignal,
  { since, tail, ...part }: LogPart & { readonly follow?: boolean } = {},
): Promise<LogStream> {
  // The log itself does not say so before Docker 23.
  const { Config } = await docker.getContainer(container).inspect({ abortSignal });
  const stream = await new Promise<NodeJS.ReadableStream>((resolve, reject) => {
    docker.modem.dial(
      {
        path: `/containers/${encodeURIComponent(container)}/logs?`,
        method: 'GET',
        isStream: true,
        abortSignal,
        statusCodes: { 200: true, 404: 'no such container', 500: 'server error' },
        options: {
          ...{ stdout: true, stderr: true, ...part },
          ...(tail === undefined ? {} : { tail }),
          // In seconds; as text, since a number of this size would be written with an exponent.
          ...(since === undefined ? {} : { since: (since / 1000).toFixed(3) }),
        },
      },
      (error, answer) => (answer instanceof Readable ? resolve(answer) : reject(error)),
    );
  });
  return { stream, isFramed: !Config.Tty, isStamped: part.timestamps === true };
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

/** The last lines of a log as they are, without empty ones; in total at most MAX_LINES_KEPT characters. */
export async function lastLines(stream: LogStream, most: number, signal: AbortSignal): Promise<readonly string[]> {
  const lines: string[] = [];
  let length = 0;
  const keep = (line: string): void => {
    if (line === '') return;
    lines.push(line);
    length += line.length;
    while (lines.length > most || length > MAX_LINES_KEPT) length -= lines.shift()?.length ?? 0;
  };
  await readLines(stream, keep, signal);
  return lines;
}
