import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import type { PassLock } from '../core/world/stores.ts';
import { FailureError } from '../shared/failure.ts';
import { lockHeld, lockLost } from '../shared/failures/lock.ts';
import { codeOf } from './json-file.ts';

const holderSchema = z.object({
  pid: z.int(),
  /** Start time of the process in clock ticks since boot, since a pid may be reused. */
  started: z.string().check(z.minLength(1)),
  purpose: z.string(),
  since: z.string(),
});
type Holder = z.infer<typeof holderSchema>;

/** proper-lockfile calls a lock stale if its holder has not touched it for this long. */
const STALE_MS = 10_000;
/** Maximum delay between taking the lock and writing the note. */
const MAX_NOTE_DELAY_MS = 150;

/**
 * The pass lock of one settings folder, across processes. proper-lockfile considers a holder dead if it has not touched
 * the lock for a while, for example after a suspend. The note beside the lock names the process, so a live holder keeps
 * the lock and a dead one is replaced immediately.
 */
export function createLock(configDir: string): PassLock {
  const path = join(configDir, 'pass.lock');
  const note = join(configDir, 'pass.json');
  const holder = (): Holder | null => {
    try {
      const found = holderSchema.safeParse(JSON.parse(readFileSync(note, 'utf8')));
      return found.success && startTime(found.data.pid) === found.data.started ? found.data : null;
    } catch {
      // No note, or an incomplete one.
      return null;
    }
  };
  const words = ({ pid, purpose, since }: Holder): string => `"${purpose}" (process ${pid}, since ${since})`;
  return {
    async holder() {
      const found = holder();
      return found === null ? null : words(found);
    },
    async acquire(purpose) {
      mkdirSync(configDir, { recursive: true, mode: 0o700 });
      const { lock } = await import('proper-lockfile');
      const lost = new AbortController();
      const take = () =>
        // A separate path: proper-lockfile identifies a process's locks by path, and settings have a lock too.
        lock(join(configDir, 'pass'), {
          lockfilePath: path,
          realpath: false,
          stale: STALE_MS,
          retries: 0,
          onCompromised: (error) => lost.abort(new FailureError(lockLost(error.message))),
        });
      const refuseIfHeld = (): void => {
        const found = holder();
        if (found !== null) throw new FailureError(lockHeld(words(found), found.pid));
      };
      refuseIfHeld();
      const release = await take().catch(async (thrown: unknown) => {
        if (codeOf(thrown) !== 'ELOCKED') throw thrown;
        const seen = stamp(path);
        // A new holder writes its note next; if no note appears, the holder has died.
        await new Promise((resolve) => setTimeout(resolve, MAX_NOTE_DELAY_MS));
        refuseIfHeld();
        if (stamp(path) === seen) rmSync(path, { recursive: true, force: true });
        return take().catch((again: unknown) => {
          throw codeOf(again) === 'ELOCKED'
            ? new FailureError(lockHeld('Another process', holder()?.pid ?? null))
            : again;
        });
      });
      const self: Holder = {
        pid: process.pid,
        started: startTime(process.pid),
        purpose,
        since: new Date().toTimeString().slice(0, 8),
      };
      try {
        writeFileSync(note, JSON.stringify(self), { mode: 0o600 });
      } catch (thrown) {
        await release();
        throw thrown;
      }
      return {
        signal: lost.signal,
        async release() {
          // A process that took over has written its own note.
          if (holder()?.pid === process.pid) rmSync(note, { force: true });
          await release().catch(() => undefined);
        },
      };
    },
  };
}

/** Identifies one acquisition of the lock; empty if it is free. */
function stamp(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  return found === undefined ? '' : `${found.ino} ${found.mtimeMs}`;
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
