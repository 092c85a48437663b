import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { alive, LAB } from './paths.ts';

/** Set for every process of a desktop, so that those started by its bus are found as well. */
const MARK = 'JENKINS_TRAY_LAB_DESKTOP';

/** A home, a runtime folder and their processes; a desktop is built on one. */
export interface Stage {
  readonly folder: string;
  /** Environment of programs on this stage; grows while the desktop starts. */
  readonly env: Record<string, string>;
  /** Starts a program in the background; its output is in `NAME.log`. */
  begin(name: string, command: string, args: readonly string[]): void;
  /** What a program has printed so far. */
  printed(name: string): string;
  /** Ends every process of this stage, whoever started it, and removes the folder. */
  close(): Promise<void>;
}

export function stage(name: string): Stage {
  // It contains sockets, whose paths must be short.
  const folder = mkdtempSync(join(tmpdir(), `jt-${name}-`));
  const runtime = join(folder, 'run');
  mkdirSync(runtime, { recursive: true, mode: 0o700 });
  const env: Record<string, string> = {
    PATH: process.env.PATH ?? '',
    LANG: 'C.UTF-8',
    HOME: folder,
    XDG_CONFIG_HOME: join(folder, '.config'),
    XDG_CACHE_HOME: join(folder, '.cache'),
    XDG_DATA_HOME: join(folder, '.local', 'share'),
    XDG_RUNTIME_DIR: runtime,
    // Settings in a file need no service that could outlive the bus.
    GSETTINGS_BACKEND: 'keyfile',
    NO_AT_BRIDGE: '1',
    GTK_A11Y: 'none',
    [MARK]: `${LAB} ${folder}`,
  };
  const logOf = (program: string): string => join(folder, `${program}.log`);
  return {
    folder,
    env,
    begin(program, command, args) {
      const log = openSync(logOf(program), 'w');
      spawn(command, args, { env, stdio: ['ignore', log, log], cwd: folder }).on('error', (error) => {
        throw error;
      });
    },
    printed: (program) => readFileSync(logOf(program), 'utf8'),
    async close() {
      for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
        for (const pid of marked(folder)) endQuietly(pid, signal);
        for (let tries = 0; tries < 200 && marked(folder).length > 0; tries += 1) await sleep(50);
      }
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Processes of this stage, or of all stages of this lab. */
const marked = (folder = ''): readonly number[] => withEnvironment(`${MARK}=${LAB} ${folder}`);

/** Processes of desktops and apps that tests left running; should be empty. */
export const desktopLeftovers = (): readonly number[] => [
  ...new Set([...marked(), ...withEnvironment(`HOME=${join(LAB, 'setups')}/`)]),
];

/** Ends the apps of a set-up at once: what a failed test left running. */
export function endAppsOf(configDir: string): void {
  for (const pid of withEnvironment(`JENKINS_TRAY_CONFIG=${configDir}\0`)) endQuietly(pid, 'SIGKILL');
}

function withEnvironment(text: string): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => pid !== process.pid && environment(pid).includes(text) && alive(pid));
}

function environment(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8');
  } catch {
    return ''; // ended, or another user's
  }
}

function endQuietly(pid: number, signal: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended already.
  }
}
