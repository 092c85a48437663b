import type { HomeKeeper, Upgrade, UpgradeStore } from '../../../electron/core/world/upgrades.ts';
import { FailureError } from '../../../electron/shared/failure.ts';
import { homeTooFull } from '../../../electron/shared/failures/home.ts';
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
  /** Whether no space is left for a snapshot. */
  isFull = false;

  /** What one process does with them; `file`: how it writes a file. */
  of(file: WriteFile): { readonly upgrades: UpgradeStore; readonly keeper: HomeKeeper } {
    return {
      upgrades: {
        load: () => this.stored,
        save: (next) =>
          file('file upgrade', () => {
            this.stored = next;
          }),
      },
      keeper: {
        take: (home) =>
          file('file snapshot', () => {
            if (this.isFull) throw new FailureError(homeTooFull(home, 'full', ''));
            const id = `snapshot-${this.snapshots.size + 1}`;
            this.snapshots.set(id, this.usedBy);
            return id;
          }),
        restore: (_home, id) =>
          file('file restore', () => {
            this.replaced = [...this.replaced, this.usedBy];
            this.usedBy = this.snapshots.get(id) ?? [];
          }),
      },
    };
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
