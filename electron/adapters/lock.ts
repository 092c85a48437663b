import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import type { PassLock } from '../core/world/stores.ts';
import { FailureError } from '../shared/failure.ts';
import { lockHeld, lockLost } from '../shared/failures/lock.ts';
import { codeOf } from './json-file.ts';

const holderSchema = z.object({
  pid: z.int(),
  /** Start time of the process in clock ticks since boot: a pid alone may have been given out again. */
  started: z.string().check(z.minLength(1)),
  purpose: z.string(),
  since: z.string(),
});
type Holder = z.infer<typeof holderSchema>;

/** proper-lockfile calls a lock stale when its holder has not touched it for so long. */
const STALE_MS = 10_000;
/** How long after its lock a note may come: its writer does one after the other. */
const MAX_NOTE_DELAY_MS = 150;

/**
 * The pass lock of one settings folder, across processes. proper-lockfile calls a holder dead that did not touch its lock
 * for a while, such as one on a computer that slept; the note beside it names the process, so one that lives keeps its
 * lock, and one that died is taken over at once.
 */
export function createLock(configDir: string): PassLock {
  const path = join(configDir, 'pass.lock');
  const note = join(configDir, 'pass.json');
  const holder = (): Holder | null => {
    try {
      const found = holderSchema.safeParse(JSON.parse(readFileSync(note, 'utf8')));
      return found.success && startTime(found.data.pid) === found.data.started ? found.data : null;
    } catch {
      // No note, or one half written.
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
        // By its own name: proper-lockfile knows the locks of a process by what they lock, and settings have one as well.
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
        // Who has just taken it writes its note next; only without one did its holder die.
        await new Promise((resolve) => setTimeout(resolve, MAX_NOTE_DELAY_MS));
        refuseIfHeld();
        if (stamp(path) === seen) rmSync(path, { recursive: true, force: true });
        return take().catch((again: unknown) => {
          throw codeOf(again) === 'ELOCKED'
            ? new FailureError(lockHeld('Another process', holder()?.pid ?? null))
            : again;
        });
      });
      const me: Holder = {
        pid: process.pid,
        started: startTime(process.pid),
        purpose,
        since: new Date().toTimeString().slice(0, 8),
      };
      try {
        writeFileSync(note, JSON.stringify(me), { mode: 0o600 });
      } catch (thrown) {
        await release();
        throw thrown;
      }
      return {
        signal: lost.signal,
        async release() {
          // Whoever took over has a note of its own.
          if (holder()?.pid === process.pid) rmSync(note, { force: true });
          await release().catch(() => undefined);
        },
      };
    },
  };
}

/** Tells one taking of the lock from the next; empty where nobody has it. */
function stamp(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  return found === undefined ? '' : `${found.ino} ${found.mtimeMs}`;
}

/** Field 22 of /proc/PID/stat (proc(5)); empty where the process is gone. */
function startTime(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
