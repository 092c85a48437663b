import type { ChildProcess } from 'node:child_process';
import { Socket } from 'node:net';

/** How long a path may take to answer, ms: a disk that sleeps takes up to 4 s to spin up. */
export const MAX_LOOK_MS = 5000;
/** Output beyond this is dropped, bytes. */
const MAX_OUTPUT = 4 * 1024 ** 2;

export interface LookOutput {
  /** Null if it was killed. */
  readonly exitCode: number | null;
  readonly stdout: string;
  /** Always in English. */
  readonly stderr: string;
}

/** A process that looks at a path. */
export interface LookProcess {
  readonly output: Promise<LookOutput>;
  /** Resolves once the process is gone, which on a hung disk is later than `kill`. */
  readonly ended: Promise<unknown>;
  kill(): void;
}

/** Runs a shell script on a path (`$1`); null: the path did not answer in time, or a look from before is still stuck. */
export type PathLook = (path: string, script: string) => Promise<LookOutput | null>;

interface Running {
  readonly script: string;
  readonly result: Promise<LookOutput | null>;
  isAbandoned: boolean;
}

/**
 * Looks at paths that may hang, such as a home on a lost NFS server, each in a process of its own: a hung call in this
 * process holds one of Node's four pool threads until the disk is back, whatever is aborted, and then settings, lock and
 * DNS hang too. At most one process per path exists; one that is late is abandoned, and until it is gone the path counts
 * as hung.
 */
export function createPathLook(
  start: (path: string, script: string) => Promise<LookProcess> = startShell,
  maxMs = MAX_LOOK_MS,
): PathLook {
  const running = new Map<string, Running>();
  return async (path, script) => {
    for (let other = running.get(path); other !== undefined; other = running.get(path)) {
      if (other.isAbandoned) return null;
      if (other.script === script) return other.result;
      await other.result;
    }
    const process = start(path, script);
    const own: Running = { script, result: within(maxMs, process, () => (own.isAbandoned = true)), isAbandoned: false };
    running.set(path, own);
    const forget = (): void => void (running.get(path) === own && running.delete(path));
    void process.then(({ ended }) => ended).then(forget, forget);
    return own.result;
  };
}

async function within(maxMs: number, process: Promise<LookProcess>, abandon: () => void): Promise<LookOutput | null> {
  const { output, ended, kill } = await process;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      abandon();
      kill();
      resolve(null);
    }, maxMs);
    // The next look at the path must find that this one is gone.
    output.then(async (value) => {
      clearTimeout(timer);
      await ended;
      resolve(value);
    }, reject);
  });
}

/**
 * A shell with the tools of every Linux, not Node: the packaged app cannot run scripts with its own program, and Electron's
 * utility processes do not exist in the command line.
 */
async function startShell(path: string, script: string): Promise<LookProcess> {
  const { spawn } = await import('node:child_process');
  const child = spawn('sh', ['-c', script, 'sh', path], {
    cwd: '/',
    // A group of its own, to end the shell and what it runs.
    detached: true,
    env: { ...process.env, LC_ALL: 'C' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stdout = textOf(child.stdout);
  const stderr = textOf(child.stderr);
  const ended = new Promise<number | null>((resolve, reject) => child.once('close', resolve).once('error', reject));
  return {
    output: ended.then((exitCode) => ({ exitCode, stdout: stdout(), stderr: stderr() })),
    ended: ended.catch(() => undefined),
    kill: () => abandon(child),
  };
}

/** Processes that hang in the kernel ignore even SIGKILL, so nothing waits for them; `close` tells when all are gone. */
function abandon(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  } catch {
    // They have ended.
  }
  child.unref();
  for (const stream of [child.stdout, child.stderr]) if (stream instanceof Socket) stream.unref();
}

function textOf(stream: NodeJS.ReadableStream): () => string {
  const chunks: Buffer[] = [];
  let length = 0;
  stream.on('data', (chunk: Buffer) => {
    if (length < MAX_OUTPUT) chunks.push(chunk);
    length += chunk.length;
  });
  return () => Buffer.concat(chunks).toString('utf8');
}
