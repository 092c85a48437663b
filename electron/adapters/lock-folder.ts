import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { boundedFile } from './bounded-file.ts';
import { codeOf } from './json-file.ts';
import { type Holder, holderIn, isAlive } from './lock-holder.ts';

/**
 * A folder that is a lock, with a note of its holder. It appears with its note by one rename, which fails while there is
 * another.
 */
export class LockFolder {
  readonly #path: string;
  readonly #staleMs: number;

  constructor(path: string, staleMs: number) {
    this.#path = path;
    this.#staleMs = staleMs;
  }

  /** Null if the lock is free. */
  holder(): Holder | null {
    const holder = holderIn(join(this.#path, 'holder.json'));
    if (holder !== null) return holder;
    const found = statSync(this.#path, { throwIfNoEntry: false });
    // A full disk or a power failure may have left a note that is not readable.
    return found?.isDirectory() && readdirSync(this.#path).length > 0 ? unreadable(String(found.ino)) : null;
  }

  /** Whether the holder lives, or may live. */
  lives(holder: Holder): boolean {
    return this.#lives(holder, join(this.#path, 'beat'));
  }

  /**
   * Like `lives`, and looks twice, `ms` apart, at a holder that can only be judged by its age: it seems old, or long gone,
   * as soon as somebody sets the clock.
   */
  async livesFor(holder: Holder, ms: number): Promise<boolean> {
    if (isAlive(holder) !== null || this.lives(holder)) return this.lives(holder);
    const before = this.#beaten();
    await new Promise((resolve) => setTimeout(resolve, ms));
    return this.holder()?.id === holder.id && this.#beaten() !== before;
  }

  /** When the holder last showed that it lives, by the time of the file system, ms; null: never. */
  #beaten(): number | null {
    return statSync(join(this.#path, 'beat'), { throwIfNoEntry: false })?.mtimeMs ?? null;
  }

  /** Takes the lock if it is free. */
  take(self: Holder): boolean {
    const draft = this.#beside('draft', self);
    mkdirSync(draft, { mode: 0o700 });
    try {
      writeFileSync(join(draft, 'holder.json'), JSON.stringify(self), { mode: 0o600 });
      writeFileSync(join(draft, 'beat'), '', { mode: 0o600 });
      // Fails where a lock is, since that folder is not empty.
      renameSync(draft, this.#path);
      return true;
    } catch (thrown) {
      rmSync(draft, { recursive: true, force: true });
      if (['ENOTEMPTY', 'EEXIST'].includes(codeOf(thrown))) return false;
      throw thrown;
    }
  }

  /**
   * Shows that the holder lives; false if it has lost the lock. Not to be able to look, as with too many open files or a
   * share that stumbles, is not to have lost it.
   */
  beat(self: Holder): boolean {
    try {
      const holder = this.holder();
      if (holder === null || (holder.id !== self.id && !isUnreadable(holder))) return false;
      writeFileSync(join(this.#path, 'beat'), String(Date.now()));
    } catch {
      // Also a full disk: it is tried again.
    }
    return true;
  }

  /** Asks this holder to cancel its request; it may have released the lock meanwhile. The note goes with the lock. */
  askToCancel({ id }: Holder): void {
    try {
      writeFileSync(join(this.#path, 'cancel'), id, { mode: 0o600 });
    } catch (thrown) {
      if (codeOf(thrown) !== 'ENOENT') throw thrown;
    }
  }

  /** Whether this holder was asked to cancel its request. */
  isCancelled({ id }: Holder): boolean {
    try {
      return boundedFile(join(this.#path, 'cancel')).toString('utf8') === id;
    } catch {
      return false;
    }
  }

  /** Removes the lock of this holder, unless another process does so. `by`: this process. */
  remove(holder: Holder, by: Holder): void {
    const claimed = this.#claim(holder, by);
    if (claimed === null) return;
    // Only who has claimed it removes it, so what is there now stays until then.
    if (this.holder()?.id === holder.id) {
      const trash = this.#beside('trash', by);
      renameSync(this.#path, trash);
      rmSync(trash, { recursive: true, force: true });
    }
    for (const claim of claimed) rmSync(claim, { force: true });
  }

  /**
   * Claims the lock of a holder, once; null if another process has. A claim whose own process died is claimed in turn.
   * Returns the files of the claim.
   */
  #claim(holder: Holder, by: Holder): readonly string[] | null {
    const claims: string[] = [];
    for (let of = holder; ; ) {
      const claim = this.#beside('claim', of);
      claims.push(claim);
      try {
        // With an id of its own: a process may claim what it held itself.
        writeFileSync(claim, JSON.stringify({ ...by, id: randomUUID() }), { mode: 0o600, flag: 'wx' });
        return claims;
      } catch (thrown) {
        if (codeOf(thrown) !== 'EEXIST') throw thrown;
      }
      const claimant = holderIn(claim) ?? unreadable(of.id);
      if (this.#lives(claimant, claim)) return null;
      of = claimant;
    }
  }

  /** Whether a holder lives, if need be by when it last wrote this file. */
  #lives(holder: Holder, beat: string): boolean {
    const known = isAlive(holder);
    if (known !== null) return known;
    const last = statSync(beat, { throwIfNoEntry: false })?.mtimeMs;
    return last !== undefined && Math.abs(this.#now() - last) < this.#staleMs;
  }

  /** The time of the file system, which may be another computer's, ms. */
  #now(): number {
    const probe = `${this.#path}.now-${process.pid}`;
    try {
      writeFileSync(probe, '', { mode: 0o600 });
      return statSync(probe).mtimeMs;
    } catch {
      return Date.now();
    } finally {
      rmSync(probe, { force: true });
    }
  }

  #beside(what: string, { id }: Holder): string {
    return `${this.#path}.${what}-${id}`;
  }
}

const UNREADABLE = 'unreadable-';
const isUnreadable = ({ id }: Holder): boolean => id.startsWith(UNREADABLE);

/** Stands for a holder whose note cannot be read; only its age counts. */
const unreadable = (id: string): Holder => ({
  ...{ id: `${UNREADABLE}${id}`, pid: 0, started: '-', boot: '', namespace: '', host: '' },
  ...{ purpose: 'an unknown command', since: 'an unknown time' },
});
