import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JenkinsMode } from '../../electron/shared/mode.ts';
import type { Tried } from './fault-lane.ts';
import { LAB, ROOT } from './paths.ts';
import { must } from './shell.ts';

/** What `npm run faults` has tried so far, over all its runs on one commit. */
export interface FaultRecord {
  readonly commit: string;
  /** Requests of a toggle to each mode. */
  readonly counts: Readonly<Record<JenkinsMode, number>>;
  readonly minutes: number;
  readonly tried: readonly Tried[];
}

const PATH = join(LAB, 'faults.json');

export const commitHere = (): string => must('git', ['-C', ROOT, 'rev-parse', '--short=12', 'HEAD']);

/** What an earlier run on the same commit tried; null where there is none. */
export function earlierRecord(): FaultRecord | null {
  if (!existsSync(PATH)) return null;
  const record: FaultRecord = JSON.parse(readFileSync(PATH, 'utf8'));
  return record.commit === commitHere() ? record : null;
}

/** Kept until every fault was tried: the next run then starts anew. */
export function keepRecord(record: FaultRecord, complete: boolean): void {
  mkdirSync(LAB, { recursive: true });
  if (complete) rmSync(PATH, { force: true });
  else writeFileSync(PATH, JSON.stringify(record));
}
