import { colouredLine, harmless, withColours } from '../shared/harmless.ts';
import type { Io } from './io.ts';

type Stream = Pick<NodeJS.WriteStream, 'write'> & { readonly isTTY?: boolean };

/** The only ways out for what commands print. What other programs and users wrote can then do nothing but colour. */
export const writers = (stdout: Stream, stderr: Stream): Pick<Io, 'out' | 'err' | 'log' | 'rewind'> => ({
  out: (text) => void stdout.write(`${printable(text, stdout)}\n`),
  err: (text) => void stderr.write(`${printable(text, stderr)}\n`),
  log: (line) => void stdout.write(`${stdout.isTTY === true ? colouredLine(line) : line}\n`),
  // ECMA-48: CUU, ED. Written by hand: log-update sends only differences, so a recorded session would never hold a
  // whole reading.
  rewind: (lines) => void (lines > 0 && stdout.write(`\u001b[${lines}A\u001b[0J`)),
});

/** Colours are for terminals alone. */
const printable = (text: string, { isTTY }: Stream): string => (isTTY === true ? withColours(text) : harmless(text));
