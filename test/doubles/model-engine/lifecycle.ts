import type { ModelContainer, Program } from './objects.ts';
import { stateOf } from './objects.ts';

/** How containers start, end and start again, as Docker's restart manager has it. */

const FIRST_DELAY_MS = 100;
const MAX_DELAY_MS = 60_000;
/** A container that ran for so long starts with the shortest delay again, ms. */
const PROVEN_MS = 10_000;

export interface Lifecycle {
  readonly program: (container: ModelContainer) => Program;
  readonly changed: (container: ModelContainer, action: string) => void;
  /** Throws where it cannot start: its network is gone, its port is taken. */
  readonly attach: (container: ModelContainer) => void;
}

/** Starts a container at this time; throws what `attach` throws, and then it does not run. */
export function begin(container: ModelContainer, at: number, { program, changed, attach }: Lifecycle): void {
  container.run = { kind: 'idle' };
  attach(container);
  container.startedAt = at;
  container.secrets = false;
  container.starts += 1;
  const next = program(container);
  const ends = next.end === null ? null : { at: at + next.end.after, code: next.end.code, stopped: false };
  container.run = { kind: 'running', since: at, program: next, ends, paused: false };
  changed(container, 'start');
}

/** Ends a running container; its policy may start it again. */
function end(container: ModelContainer, at: number, code: number, life: Lifecycle): void {
  const { run } = container;
  if (run.kind !== 'running') return;
  logUntil(container, at);
  container.endedAt = at;
  container.exitCode = code;
  if (!comesBack(container, code)) {
    container.run = { kind: 'idle' };
  } else {
    container.restarts += 1;
    const proven = at - run.since >= PROVEN_MS;
    container.delay = proven || container.delay === 0 ? FIRST_DELAY_MS : Math.min(container.delay * 2, MAX_DELAY_MS);
    container.run = { kind: 'restarting', at: at + container.delay };
  }
  life.changed(container, 'die');
}

/** Whether its policy starts it again after this exit. */
export function comesBack({ policy, manuallyStopped }: ModelContainer, code: number): boolean {
  if (policy === 'no' || manuallyStopped) return false;
  return policy !== 'on-failure' || code !== 0;
}

/** Asks a container to end; the engine kills it after `grace` ms. Returns when it will have ended. */
export function askToEnd(container: ModelContainer, now: number, grace: number, life: Lifecycle): number {
  container.manuallyStopped = true;
  const { run } = container;
  if (run.kind === 'restarting') {
    container.run = { kind: 'idle' };
    life.changed(container, 'stop');
  }
  if (run.kind !== 'running') return now;
  const { onStop } = run.program;
  const obeys = onStop !== null && onStop.after <= grace;
  const at = now + (obeys ? onStop.after : grace);
  const code = obeys ? onStop.code : 137;
  const sooner = run.ends !== null && run.ends.at <= at;
  container.run = { ...run, paused: false, ends: sooner ? run.ends : { at, code, stopped: true } };
  return sooner && run.ends !== null ? run.ends.at : at;
}

/** Does all that is due by now, in the order in which it is due. */
export function settle(containers: readonly ModelContainer[], now: number, life: Lifecycle): void {
  for (;;) {
    const [first] = containers
      .flatMap((container) => {
        const at = dueAt(container);
        return at !== null && at <= now ? [{ container, at }] : [];
      })
      .sort((a, b) => a.at - b.at);
    if (first === undefined) break;
    const { container, at } = first;
    if (container.run.kind === 'running') end(container, at, container.run.ends?.code ?? 0, life);
    else restart(container, at, life);
  }
  for (const container of containers) logUntil(container, now);
}

function dueAt({ run }: ModelContainer): number | null {
  if (run.kind === 'restarting') return run.at;
  return run.kind === 'running' && !run.paused && run.ends !== null ? run.ends.at : null;
}

/** A restart that fails leaves the container exited, as a start does. */
export function restart(container: ModelContainer, at: number, life: Lifecycle): void {
  try {
    begin(container, at, life);
  } catch {
    container.exitCode = 128;
    life.changed(container, 'die');
  }
}

/** Lines of the present run that are printed by now. */
const printed = new WeakMap<ModelContainer, { since: number; lines: number }>();

function logUntil(container: ModelContainer, now: number): void {
  const { run } = container;
  if (run.kind !== 'running') return;
  const before = printed.get(container);
  const from = before?.since === run.since ? before.lines : 0;
  const until = run.ends === null ? now : Math.min(now, run.ends.at);
  const lines = run.program.log.filter(({ after }) => run.since + after <= until);
  container.log = [...container.log, ...lines.slice(from).map(({ text, error = false }) => ({ text, error }))];
  printed.set(container, { since: run.since, lines: lines.length });
}

export const isLive = (container: ModelContainer): boolean =>
  ['running', 'restarting', 'paused'].includes(stateOf(container));
