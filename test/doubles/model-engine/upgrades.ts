import type { BaseLook, Upgrade } from '../../../electron/core/world/upgrades.ts';
import type { World } from '../../../electron/core/world/world.ts';
import { HOME } from '../situation.ts';
import { type CallerOptions, ModelCaller } from './caller.ts';
import type { PlannedFault } from './faults.ts';

/** The upgrades of a machine, and what its home has been used by; the images by their ids. */
export class ModelUpgrades {
  stored: Upgrade | null = null;
  /** The images whose Jenkins has run on the home as it is now, in their order. */
  usedBy: readonly string[] = [];
  readonly snapshots = new Map<string, readonly string[]>();
  /** Homes that were replaced by a snapshot. */
  replaced: readonly (readonly string[])[] = [];
  readonly #stamps = new Set<string>();
  look: BaseLook | null = null;
  /** Whether no space is left for a snapshot; `later`: only once it is made. */
  isFull: boolean | 'later' = false;
  /** Whether there is room beside the home to unpack a snapshot. */
  hasRoomBeside = true;
  /** The Jenkins for which snapshots are too new; null: none. */
  isNewerThan: string | null = null;
  /** The verdict of a restore that fails; null: it succeeds. */
  restoreFails: string | null = null;
  /** Whether the home is a mount point, and so stays where it is. */
  isMount = false;

  /** What one process does with them; `file`: how it writes a file. */
  of(file: WriteFile): Pick<World, 'upgrades' | 'bases'> {
    return {
      upgrades: {
        load: () => this.stored,
        save: (next) =>
          file('file upgrade', () => {
            this.stored = next;
          }),
      },
      bases: {
        load: () => this.look,
        save: async (next) => {
          this.look = next;
        },
      },
    };
  }

  /** What the scripts about snapshots print. */
  take(name: string, look: string): string {
    if (look === 'look') return `measured zstd 9 1000 ${this.isFull === true ? 1 : 1000} 100`;
    if (this.isFull !== false) return 'too-full 1 100';
    if (!this.snapshots.has(name)) this.snapshots.set(name, this.usedBy);
    return 'packing 9 files\nmade zstd 9 1000 500';
  }

  /** What is done with those that are there. */
  store(what: string, name: string): string {
    if (what === 'list') return this.list();
    if (what === 'import') return 'imported 2026-01-31T08-00-00Z-dood-2.1';
    if (!this.snapshots.has(name)) return 'no-snapshot';
    if (what === 'delete') this.snapshots.delete(name);
    return { verify: 'verified', delete: 'deleted', export: 'exported' }[what] ?? 'foreign';
  }

  list(): string {
    const said = { at: 0, state: 'stopped', method: 'zstd', files: 9, bytes: 1000, size: 500, home: HOME };
    const lines = [...this.snapshots.keys()].map(
      (name) => `snapshot complete ${JSON.stringify({ name, ...said, sha256: 'a'.repeat(64) })}`,
    );
    return [...lines, 'listed'].join('\n');
  }

  /** The same stamp restores once, and what it replaced becomes the home again once. */
  restore(name: string, stamp: string, how: string, jenkins = '-'): string {
    if (this.isNewerThan !== null && jenkins === this.isNewerThan) return `newer 9.9 ${jenkins}`;
    if (how.startsWith('look')) return this.#look(name);
    if (how === 'undo') return this.#undo(stamp);
    if (!this.hasRoomBeside && !this.#stamps.has(stamp)) return 'too-full 1 100';
    if (this.restoreFails !== null) return this.restoreFails;
    if (how === 'into') return 'restored into -';
    if (this.isMount) return 'restored beside -';
    if (!this.#stamps.has(stamp)) {
      this.#stamps.add(stamp);
      this.replaced = [...this.replaced, this.usedBy];
      this.usedBy = this.snapshots.get(name) ?? [];
    }
    return 'restored swap kept';
  }

  #look(name: string): string {
    if (!this.snapshots.has(name)) return 'no-snapshot';
    return this.isFull === true || !this.hasRoomBeside ? 'too-full 1 100' : 'fits';
  }

  #undo(stamp: string): string {
    const was = this.replaced.at(-1);
    if (this.#stamps.delete(stamp) && was !== undefined) {
      this.replaced = [...this.replaced.slice(0, -1), this.usedBy];
      this.usedBy = was;
    }
    return 'restored undo kept';
  }

  /** A Jenkins of this image starts on the home. */
  started(image: string, sources: readonly string[]): void {
    if (sources.includes(HOME)) this.usedBy = [...this.usedBy.filter((it) => it !== image), image];
  }
}

export type WriteFile = <T>(text: string, write: () => T) => Promise<T>;

/** Writes at once; with faults of files (`file settings`), as calls that have these. */
export function fileWriter(options: CallerOptions & { readonly faults: readonly PlannedFault[] }): WriteFile {
  if (!options.faults.some(({ call }) => call.startsWith('file'))) return async (_text, write) => write();
  const caller = new ModelCaller({ ...options, record: [] });
  return async (text, write) => {
    let value: { readonly of: ReturnType<typeof write> } | null = null;
    await caller.act(text, text, new AbortController().signal, () => {
      value = { of: write() };
      return true;
    });
    return written(value);
  };
}

function written<T>(value: { readonly of: T } | null): T {
  if (value === null) throw new Error('the file was not written');
  return value.of;
}
