import { randomUUID } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import * as z from 'zod/mini';
import { boundedFile } from './bounded-file.ts';
import { codeOf } from './json-file.ts';

/** Who holds a lock, as noted in it. */
const holderSchema = z.object({
  /** Identifies one acquisition. */
  id: z.string().check(z.minLength(1)),
  pid: z.int(),
  /** Start time of the process in clock ticks since boot, since a pid may be reused. */
  started: z.string().check(z.minLength(1)),
  /** The kernel's boot, and the PID namespace: elsewhere a pid means another process. */
  boot: z.string(),
  namespace: z.string(),
  host: z.string(),
  purpose: z.string(),
  since: z.string(),
});
export type Holder = z.infer<typeof holderSchema>;

/** This process as the holder of one acquisition. */
export function newHolder(purpose: string): Holder {
  return {
    id: randomUUID(),
    pid: process.pid,
    started: startTime(process.pid),
    ...place(),
    host: hostname(),
    purpose,
    since: new Date().toTimeString().slice(0, 8),
  };
}

/** The holder in a note; null if it is missing or not a note. */
export function holderIn(path: string): Holder | null {
  try {
    const found = holderSchema.safeParse(JSON.parse(boundedFile(path).toString('utf8')));
    return found.success ? found.data : null;
  } catch {
    return null;
  }
}

/** Whether a holder lives; null if that cannot be known from here: it runs on another computer, or in a container. */
export function isAlive({ pid, started, boot, namespace }: Holder): boolean | null {
  const here = place();
  if (boot !== here.boot || namespace !== here.namespace || boot === '') return null;
  const now = startTime(pid);
  if (now !== '') return now === started;
  try {
    process.kill(pid, 0);
    return null;
  } catch (thrown) {
    // Another user's process may be hidden in /proc.
    return codeOf(thrown) === 'EPERM' ? null : false;
  }
}

export function holderText({ purpose, pid, since, host }: Holder): string {
  const where = host === hostname() ? '' : ` on ${host}`;
  return `"${purpose}" (process ${pid}${where}, since ${since})`;
}

/** Where pids are the same as here. */
function place(): Pick<Holder, 'boot' | 'namespace'> {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return { boot, namespace: readlinkSync('/proc/self/ns/pid') };
  } catch {
    return { boot: '', namespace: '' };
  }
}

/** Field 22 of /proc/PID/stat (proc(5)); empty if the process has ended. */
function startTime(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
