import { readFile } from 'node:fs';
import { promisify } from 'node:util';
import { environment } from '../core/gpu/attribute.ts';
import type { ProcFs } from '../core/gpu/attribution-world.ts';
import { harmlessLine } from '../shared/harmless.ts';
import { isRecent } from '../shared/recent.ts';

/** Deeper than any process tree of a build. */
const MAX_ANCESTORS = 32;

/** Quicker than the same of `fs/promises`, which matters for hundreds of processes. */
const readText = promisify(readFile);

/** A process' status is asked for three times in one listing. */
const STATUS_MS = 1000;
const USERS_MS = 60_000;
/** A process may get another command line, by exec. */
const COMMANDS_MS = 10_000;
const MAX_COMMAND = 1000;
/** `USER_HZ`, in which times are in `/proc`: 100 on all platforms of Linux that NVIDIA has drivers for. */
const TICKS_PER_SECOND = 100;

/** Remembers what `load` returned for each key for `ms`; all at once are forgotten, so that it stays small. */
function briefly<K, V>(ms: number, load: (key: K) => Promise<V>): (key: K) => Promise<V> {
  const known = new Map<K, Promise<V>>();
  let since = Number.NEGATIVE_INFINITY;
  return (key) => {
    if (!isRecent(since, performance.now(), ms)) {
      known.clear();
      since = performance.now();
    }
    const found = known.get(key) ?? load(key);
    known.set(key, found);
    return found;
  };
}

/** The names of users by their ids, from passwd(5). */
const usersOf = (passwd: string): ReadonlyMap<string, string> =>
  new Map(
    passwd.split('\n').flatMap((line) => {
      const [name, , uid] = line.split(':');
      return name === undefined || uid === undefined ? [] : [[uid, name] as const];
    }),
  );

/**
 * Reads `/proc`; processes that have ended or belong to another user read as null. Written by hand: libraries start `ps`,
 * which is too slow to run repeatedly.
 */
export function createProc(root = '/proc', passwd = '/etc/passwd'): ProcFs {
  const read = (path: string): Promise<string | null> => readText(path, 'utf8').catch(() => null);
  const status = briefly(STATUS_MS, (pid: number) => read(`${root}/${pid}/status`));
  const users = briefly(USERS_MS, async (path: string) => usersOf((await read(path)) ?? ''));
  const stat = briefly(STATUS_MS, (pid: number) => read(`${root}/${pid}/stat`));
  const commandLine = briefly(COMMANDS_MS, async (pid: number) => {
    const text = await read(`${root}/${pid}/cmdline`);
    const shown = harmlessLine((text ?? '').replaceAll('\0', ' '), MAX_COMMAND);
    return shown === '' ? null : shown;
  });
  const bootTime = briefly(USERS_MS, async (path: string) => {
    const seconds = /^btime (\d+)/m.exec((await read(path)) ?? '')?.[1];
    return seconds === undefined ? null : Number(seconds);
  });
  const born = async (pid: number): Promise<string | null> => {
    const text = await stat(pid);
    // The 22nd field (proc(5)); the second, the name, may contain spaces and parentheses.
    return text?.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  };
  return {
    born,
    async about(pid) {
      const [text, ticks, boot, arguments_] = await Promise.all([
        status(pid),
        born(pid),
        bootTime(`${root}/stat`),
        commandLine(pid),
      ]);
      const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(text ?? '')?.[1];
      return {
        command: arguments_,
        startedAt: ticks === null || boot === null ? null : (boot + Number(ticks) / TICKS_PER_SECOND) * 1000,
        hostMemoryBytes: kilobytes === undefined ? null : Number(kilobytes) * 1024,
      };
    },
    async pids(pid) {
      const found = /^NSpid:\s+(.+)$/m.exec((await status(pid)) ?? '')?.[1];
      return found?.split(/\s+/).map(Number) ?? [];
    },
    cgroup: (pid) => read(`${root}/${pid}/cgroup`),
    async user(pid) {
      const uid = /^Uid:\s+(\d+)/m.exec((await status(pid)) ?? '')?.[1];
      if (uid === undefined) return null;
      return (await users(passwd)).get(uid) ?? uid;
    },
    async environments(pid) {
      const found: Readonly<Record<string, string>>[] = [];
      let at = pid;
      for (let depth = 0; at > 1 && depth < MAX_ANCESTORS; depth += 1) {
        const text = await read(`${root}/${at}/environ`);
        found.push(environment((text ?? '').split('\0')));
        at = Number(/^PPid:\s+(\d+)/m.exec((await status(at)) ?? '')?.[1] ?? 0);
      }
      return found;
    },
  };
}
