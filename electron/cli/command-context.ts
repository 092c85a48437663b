import { configDir } from '../adapters/config-dir.ts';
import type { CommandContext, Io, Open, Options, Session } from './io.ts';
import { writers } from './writers.ts';

/** The real terminal, clock and core for a command. */
export function createCommandContext(options: Options, open: Open, signal: AbortSignal): CommandContext {
  const folder = configDir(options.config, process.env);
  let session: Promise<Session> | null = null;
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

function terminal(): Io {
  const { stdout, stderr, env } = process;
  return {
    ...writers(stdout, stderr),
    // A getter: Node takes 3 ms to open its standard input.
    get interactive() {
      return process.stdin.isTTY && stdout.isTTY;
    },
    // On a terminal of unknown width, text would wrap after every word.
    live: stdout.isTTY && env.TERM !== 'dumb' && stdout.columns >= 40,
    columns: Math.min(stdout.columns || 80, 120),
    colour: stdout.isTTY && (env.NO_COLOR ?? '') === '',
    async ask(question, signal) {
      const { createInterface } = await import('node:readline/promises');
      const lines = createInterface({ input: process.stdin, output: stderr });
      // On a terminal readline handles Ctrl-C itself.
      lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
      const ended = new Promise<string>((resolve) => lines.once('close', () => resolve('')));
      try {
        return await Promise.race([lines.question(question, { signal }), ended]);
      } finally {
        lines.close();
      }
    },
  };
}
