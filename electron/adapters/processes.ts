import { readFile } from 'node:fs/promises';
import { environment } from '../core/gpu/attribute.ts';
import type { ProcFs } from '../core/gpu/attribution-world.ts';

/** Deeper than any process tree of a build. */
const MAX_ANCESTORS = 32;

/**
 * Reads `/proc`; processes that have ended or belong to another user read as null. Written by hand: libraries start `ps`,
 * which is too slow to run repeatedly.
 */
export function createProc(root = '/proc', passwd = '/etc/passwd'): ProcFs {
  const read = (path: string): Promise<string | null> => readFile(path, 'utf8').catch(() => null);
  const status = (pid: number) => read(`${root}/${pid}/status`);
  return {
    async born(pid) {
      const stat = await read(`${root}/${pid}/stat`);
      // The 22nd field (proc(5)); the second, the name, may contain spaces and parentheses.
      return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
    },
    async pids(pid) {
      const found = /^NSpid:\s+(.+)$/m.exec((await status(pid)) ?? '')?.[1];
      return found?.split(/\s+/).map(Number) ?? [];
    },
    cgroup: (pid) => read(`${root}/${pid}/cgroup`),
    async user(pid) {
      const uid = /^Uid:\s+(\d+)/m.exec((await status(pid)) ?? '')?.[1];
      if (uid === undefined) return null;
      const name = new RegExp(`^([^:\\n]*):[^:\\n]*:${uid}:`, 'm').exec((await read(passwd)) ?? '')?.[1];
      return name ?? uid;
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
