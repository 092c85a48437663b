import { readFileSync } from 'node:fs';

/**
 * What a process has made for itself, MB, its share of what it shares with others included. Without the pages of its
 * program's files: of those it counts for the more, the fewer others run the same program, so it would seem to grow by tens
 * of MB whenever another one ends. 0 once it has ended.
 */
export function ownMemory(pid: number): number {
  try {
    return ownPart(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'));
  } catch {
    return 0;
  }
}

/** The same of the text of a `smaps_rollup`. */
export function ownPart(rollup: string): number {
  const kilobytes = (field: string): number => Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(rollup)?.[1]);
  return (kilobytes('Pss_Anon') + kilobytes('Pss_Shmem')) / 1024;
}
