import { count, formatBytes } from '../../electron/shared/format.ts';
import type { SnapshotEstimate } from '../../electron/shared/home-snapshot.ts';
import { strings } from '../strings.ts';

export interface EstimateText {
  readonly lines: readonly string[];
  readonly isTooFull: boolean;
}

/** What a snapshot would take, as sentences. */
export function estimateText({ folder, method, files, bytes, free, need }: SnapshotEstimate): EstimateText {
  const s = strings.snapshots.creating;
  const takes = s.takes(`${count(files, 'file or folder', 'files and folders')}, ${formatBytes(bytes)},`, folder);
  if (method === 'reflink') return { lines: [takes, s.shared], isTooFull: false };
  const isTooFull = free !== null && free < need;
  const needs = s.needs(formatBytes(need), free === null ? null : formatBytes(free));
  return { lines: [takes, needs, ...(isTooFull ? [s.tooFull] : [])], isTooFull };
}
