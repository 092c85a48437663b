import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline/promises';
import { configDir } from '../adapters/config-dir.ts';
import type { Context, Io, Options, Session } from './io.ts';

declare const APP_VERSION: string;

/** The real terminal, clock and core for a command. */
export function createContext(options: Options, signal: AbortSignal): Context {
  let session: Promise<Session> | null = null;
  return {
    io: terminal(),
    options,
    signal,
    configDir: configDir(options.config, process.env),
    session() {
      session ??= open(options.config);
      return session;
    },
    launch(url) {
      const child = spawn('xdg-open', [url], { detached: true, stdio: 'ignore' });
      // The address is printed as well, for where there is no desktop.
      child.on('error', () => undefined);
      child.unref();
    },
    now: () => Date.now(),
  };
}

async function open(config: string | undefined): Promise<Session> {
  const [{ createPorts }, { createController }] = await Promise.all([
    import('../adapters/ports.ts'),
    import('../core/controller.ts'),
  ]);
  const ports = createPorts({ configDir: configDir(config, process.env) });
  return { ports, controller: createController(ports, APP_VERSION) };
}

function terminal(): Io {
  const { stdin, stdout, stderr, env } = process;
  return {
    out: (text) => stdout.write(`${text}\n`),
    err: (text) => stderr.write(`${text}\n`),
    interactive: stdin.isTTY && stdout.isTTY,
    // A terminal that does not say its width would get a word a line.
    live: stdout.isTTY && env.TERM !== 'dumb' && stdout.columns >= 40,
    columns: Math.min(stdout.columns || 80, 120),
    colour: stdout.isTTY && (env.NO_COLOR ?? '') === '',
    async ask(question, signal) {
      const lines = createInterface({ input: stdin, output: stderr });
      // On a terminal readline takes Ctrl-C for itself.
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
