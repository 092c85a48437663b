import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod/mini';
import type { SignpostClaims } from '../../core/world/signpost.ts';
import { knownIn, watchFile, writeJson } from '../json-file.ts';
import { holdersOf, isFree } from '../ports-in-use.ts';

/** How long the app keeps off a port that was asked back, in milliseconds: by then Jenkins' container has it. */
export const KEEP_OFF_MS = 30_000;
/** How long to wait for a port that was asked back: the app sees the wish within a second, unless the computer is busy. */
const MAX_WAIT_MS = 15_000;
const BEAT_MS = 20;

const held = z.object({ pid: z.int(), ports: z.array(z.int()) });
const wish = z.object({ ports: z.array(z.int()), at: z.number() });

/** The app's side of the two files. */
export interface SignpostFiles extends SignpostClaims {
  /** Stores which ports the app listens on, and that it runs. Throws `settings/unwritable`. */
  hold(ports: readonly number[]): Promise<void>;
  /** The ports that a starting Jenkins needs, and for how many more milliseconds. */
  wanted(): { readonly ports: readonly number[]; readonly left: number };
  /** Calls back when another port is wanted; returns a function that stops watching. */
  watch(changed: () => void): () => void;
}

/**
 * Who listens on the idle mode's port is in `signpost.json` beside the settings; a process that starts a Jenkins asks for
 * ports in `signpost-wanted.json`, or removes the first file where it cannot be written. A file that cannot be read counts as
 * none: the engine reports a taken port.
 */
export function createSignpostFiles(configDir: string): SignpostFiles {
  const holder = join(configDir, 'signpost.json');
  const wishes = join(configDir, 'signpost-wanted.json');
  /** What this process holds; null: it is not the app. */
  let own: readonly number[] | null = null;
  let removed: z.infer<typeof wish> | null = null;
  const claimed = (): z.infer<typeof held> | null => knownIn(holder, held);
  const has = (port: number): boolean => {
    const claim = claimed();
    return claim?.ports.includes(port) === true && holdersOf(port).includes(claim.pid);
  };
  const isThere = (): boolean => {
    const claim = claimed();
    return claim !== null && existsSync(`/proc/${claim.pid}`);
  };
  return {
    has,
    isThere,
    async giveBack(address, ports, signal) {
      if (!isThere()) return;
      const before = ports.filter(has);
      try {
        // Also for a port that it does not have: it may be about to listen there.
        await writeJson(wishes, { ports, at: Date.now() });
      } catch {
        // A full disk lets files be removed.
        rmSync(holder, { force: true });
      }
      const mine = ports.filter((port) => before.includes(port) || has(port));
      const until = performance.now() + MAX_WAIT_MS;
      const free = async (): Promise<boolean> =>
        (await Promise.all(mine.map((port) => isFree(address, port)))).every(Boolean);
      while (!(await free()) && performance.now() < until && !signal.aborted) await sleep(BEAT_MS);
    },
    async hold(ports) {
      if (ports.join() === own?.join() && existsSync(holder)) return;
      await writeJson(holder, { pid: process.pid, ports });
      own = ports;
    },
    wanted() {
      const found = knownIn(wishes, wish);
      const asked = found === null ? [] : [found];
      for (const { ports, at } of [...(removed === null ? [] : [removed]), ...asked]) {
        const age = Date.now() - at;
        // A clock that was set back must not keep a port for long.
        if (age >= 0 && age < KEEP_OFF_MS) return { ports, left: KEEP_OFF_MS - age };
      }
      return { ports: [], left: 0 };
    },
    watch(changed) {
      const gone = (): void => {
        if (own === null || existsSync(holder)) return;
        removed = { ports: [...own], at: Date.now() };
        changed();
      };
      const ends = [watchFile(wishes, changed), watchFile(holder, gone)];
      return () => {
        for (const end of ends) end();
      };
    },
  };
}
