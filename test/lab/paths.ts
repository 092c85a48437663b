import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the lab is. A machine has one lab at a time; `ANCHOR` says which. */
export const ROOT = join(import.meta.dirname, '..', '..');
export const LAB = join(ROOT, '.lab');
export const ANCHOR = '/run/jenkins-tray-lab.json';
export const RECIPES = import.meta.dirname;
export const BASES = { debian: 'lab/debian:trixie', engine: 'lab/engine', jenkins: 'lab/jenkins' } as const;

/** The engine that the lab uses: its own, or one that already ran and is only borrowed. */
export interface LabState {
  readonly folder: string;
  readonly dockerHost: string;
  /** Process id of the lab's own engine; null if it is borrowed. */
  readonly pid: number | null;
}

export function readState(): LabState | null {
  if (!existsSync(ANCHOR)) return null;
  const state: LabState = JSON.parse(readFileSync(ANCHOR, 'utf8'));
  return state.pid === null || alive(state.pid) ? state : null;
}

/** Whether a process runs; one that ended and that its parent has not waited for (a zombie) does not. */
export function alive(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3) !== 'Z';
  } catch {
    return false;
  }
}
