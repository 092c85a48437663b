import { join } from 'node:path';
import type { PassLock } from '../core/world/stores.ts';
import { FailureError } from '../shared/failure.ts';
import { lockHeld, lockLost } from '../shared/failures/lock.ts';
import { settingsUnwritable } from '../shared/failures/settings.ts';
import { makeFolder, watchFile } from './json-file.ts';
import { LockFolder } from './lock-folder.ts';
import { type Holder, holderText, isAlive, newHolder } from './lock-holder.ts';

/** How often a holder shows that it lives. */
const BEAT_MS = 2000;
/** A holder that cannot be seen from here counts as dead if it has not shown itself for this long. */
const STALE_MS = 30_000;
/** Before its lock is taken, such a holder is watched for this share of that time: it would show itself again in it. */
const WATCHED_SHARE = 0.1;

/**
 * The pass lock of one settings folder, across processes, containers and computers: a folder that holds a note of its
 * holder. It appears with its note by one rename, which fails while there is another. A lock is removed only by who has
 * claimed it, the holder itself or one taker, so two takers never both win.
 */
export function createLock(configDir: string, staleMs = STALE_MS): PassLock {
  const folder = new LockFolder(join(configDir, 'pass.lock'), staleMs);
  const held = (holder: Holder | null): FailureError =>
    new FailureError(
      lockHeld(holder === null ? 'Another process' : holderText(holder), holder === null ? null : pidHere(holder)),
    );
  /** The holder, if it lives or may live. */
  const living = (): Holder | null => {
    const found = folder.holder();
    return found !== null && folder.lives(found) ? found : null;
  };
  return {
    async holder() {
      const found = living();
      return found === null ? null : holderText(found);
    },
    purpose: async () => living()?.purpose ?? null,
    watch: (changed) => watchFile(join(configDir, 'pass.lock'), changed),
    async askToCancel() {
      const found = living();
      if (found === null) return;
      try {
        folder.askToCancel(found);
      } catch (thrown) {
        throw new FailureError(settingsUnwritable(configDir, String(thrown)), thrown);
      }
    },
    async acquire(purpose) {
      makeFolder(configDir);
      const self = newHolder(purpose);
      try {
        const found = folder.holder();
        if (found !== null && (await folder.livesFor(found, staleMs * WATCHED_SHARE))) throw held(found);
        if (found !== null) folder.remove(found, self);
        if (!folder.take(self)) throw held(folder.holder());
      } catch (thrown) {
        if (thrown instanceof FailureError) throw thrown;
        throw new FailureError(settingsUnwritable(configDir, String(thrown)), thrown);
      }
      const lost = new AbortController();
      const cancelled = new AbortController();
      const beat = setInterval(() => {
        if (folder.isCancelled(self)) cancelled.abort();
        if (folder.beat(self)) return;
        clearInterval(beat);
        lost.abort(new FailureError(lockLost('It had not shown for long that it was alive, as after a suspend.')));
      }, BEAT_MS);
      beat.unref();
      return {
        signal: lost.signal,
        cancelled: cancelled.signal,
        async release() {
          clearInterval(beat);
          folder.remove(self, self);
        },
      };
    },
  };
}

const pidHere = (holder: Holder): number | null => (isAlive(holder) === true ? holder.pid : null);
