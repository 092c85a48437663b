import { spawn, spawnSync } from 'node:child_process';

/** What a command printed and how it ended. */
export interface Ran {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly input?: string;
  readonly cwd?: string;
}

/** The longest that any command may take, ms. While a command runs, no other timeout of this process can fire. */
const MAX_RUN_MS = 600_000;

/** Runs a command to its end; throws only if it does not end, never for its exit status. */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Ran {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    encoding: 'utf8',
    maxBuffer: 1e8,
    timeout: MAX_RUN_MS,
    killSignal: 'SIGKILL',
    ...options,
    env: options.env ?? process.env,
  });
  if (error !== undefined) throw error;
  return { status: status ?? 1, stdout, stderr };
}

/** Runs a command that must succeed; returns what it printed. */
export function must(command: string, args: readonly string[], options: RunOptions = {}): string {
  const ran = run(command, args, options);
  if (ran.status !== 0)
    throw new Error(`${command} ${args.join(' ')} ended with ${ran.status}\n${ran.stdout}${ran.stderr}`);
  return ran.stdout.trim();
}

/** Runs a command without blocking, so that servers in this process keep answering. */
export function runAsync(
  command: string,
  args: readonly string[],
  options: RunOptions & { readonly signal?: AbortSignal } = {},
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      env: options.env ?? process.env,
      stdio: [options.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout?.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr?.on('data', (chunk: Buffer) => err.push(chunk));
    child.stdin?.end(options.input);
    child.on('error', reject);
    child.on('close', (status, signal) =>
      resolve({
        status: status ?? (signal === null ? 1 : 137),
        stdout: Buffer.concat(out).toString(),
        stderr: Buffer.concat(err).toString(),
      }),
    );
  });
}
