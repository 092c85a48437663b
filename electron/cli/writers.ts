import { colouredLine, harmless, withColours } from '../shared/harmless.ts';
import type { Io } from './io.ts';

type Stream = Pick<NodeJS.WriteStream, 'write'> & {
  readonly isTTY?: boolean;
  readonly writableNeedDrain?: boolean;
  once?(event: 'drain', listener: () => void): unknown;
};

/** The only ways out for what commands print. What other programs and users wrote can then do nothing but colour. */
export const writers = (
  stdout: Stream,
  stderr: Stream,
  colour: { readonly out: boolean; readonly err: boolean },
): Pick<Io, 'out' | 'err' | 'log' | 'full' | 'rewind'> => ({
  out: (text) => void stdout.write(`${printable(text, colour.out)}\n`),
  err: (text) => void stderr.write(`${printable(text, colour.err)}\n`),
  log: (line) => void stdout.write(`${stdout.isTTY === true ? shownLine(line, colour.out) : line}\n`),
  full: () =>
    stdout.writableNeedDrain === true ? new Promise<void>((resolve) => void stdout.once?.('drain', resolve)) : null,
  // ECMA-48: CUU, ED. Written by hand: log-update sends only differences, so a recorded session would never hold a
  // whole reading.
  rewind: (lines) => void (lines > 0 && stdout.write(`\u001b[${lines}A\u001b[0J`)),
});

const printable = (text: string, colour: boolean): string => (colour ? withColours(text) : harmless(text));

const shownLine = (line: string, colour: boolean): string =>
  colour ? colouredLine(line) : harmless(line).replaceAll('\n', ' ');
