import type { Interface } from 'node:readline/promises';
import { configDir } from '../adapters/config-dir.ts';
import { usesColour } from './colour.ts';
import type { CommandContext, Io, Open, Options } from './io.ts';
import { writers } from './writers.ts';

/** The real terminal, clock and core for a command. */
export function createCommandContext<T>(options: Options, open: Open<T>, signal: AbortSignal): CommandContext<T> {
  const folder = configDir(options.config, process.env);
  let session: Promise<T> | null = null;
  return {
    io: terminal(),
    options,
    signal,
    configDir: folder,
    session() {
      session ??= open(folder);
      return session;
    },
    reopen() {
      session = null;
    },
    async launch(url) {
      const { spawn } = await import('node:child_process');
      const child = spawn('xdg-open', [url], { detached: true, stdio: 'ignore' });
      // Ignored: the address is also printed, for systems without a desktop.
      child.on('error', () => undefined);
      child.unref();
    },
    now: () => performance.now(),
  };
}

/** Longer lines are hard to read. */
const MAX_COLUMNS = 120;

/** A file or a pipe has no width, and takes that of old terminals. */
const widthOf = ({ columns }: { readonly columns?: number }): number => Math.min(columns || 80, MAX_COLUMNS);

function terminal(): Io {
  const { stdout, stderr, env } = process;
  const colour = usesColour(stdout, env);
  const errors = { columns: widthOf(stderr), colour: usesColour(stderr, env) };
  return {
    ...writers(stdout, stderr, { out: colour, err: errors.colour }),
    // A getter: Node takes 3 ms to open its standard input.
    get interactive() {
      return process.stdin.isTTY && stdout.isTTY;
    },
    // On a terminal of unknown width, text would wrap after every word.
    live: stdout.isTTY && env.TERM !== 'dumb' && stdout.columns >= 40,
    columns: widthOf(stdout),
    colour,
    errors,
    async ask(question, signal, hidden = false) {
      const [{ createInterface }, { Writable }] = await Promise.all([
        import('node:readline/promises'),
        import('node:stream'),
      ]);
      const isHidden = hidden && process.stdin.isTTY;
      // readline echoes what is typed to its output, here to nowhere.
      const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
      // Where errors go to a file, the question must not; and a pipe is not asked.
      const shown = stdout.isTTY && !stderr.isTTY ? stdout : stderr;
      if (isHidden) shown.write(question);
      const lines = isHidden
        ? createInterface({ input: process.stdin, output: nowhere, terminal: true })
        : createInterface({ input: process.stdin, output: shown });
      // On a terminal readline handles Ctrl-C itself.
      lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
      try {
        return await firstLine(lines, question, signal, isHidden ? nowhere : shown);
      } finally {
        lines.close();
        if (isHidden) shown.write('\n');
      }
    },
  };
}

/** The answer; empty if the input ends before. Only a terminal is shown the question. */
async function firstLine(
  lines: Interface,
  question: string,
  signal: AbortSignal,
  shown: NodeJS.WritableStream,
): Promise<string> {
  // A last line that no line break ends, as `printf %s` writes it, is no answer to the question for readline.
  const line = new Promise<string>((resolve) => lines.once('line', resolve));
  const ended = new Promise<null>((resolve) => lines.once('close', () => resolve(null)));
  const answer = await Promise.race([lines.question(process.stdin.isTTY ? question : '', { signal }), line, ended]);
  // After Ctrl-D the cursor is still behind the question.
  if (answer === null && process.stdin.isTTY) shown.write('\n');
  return answer ?? '';
}
