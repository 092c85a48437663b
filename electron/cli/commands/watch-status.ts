import { setTimeout as sleep } from 'node:timers/promises';
import { FailureError } from '../../shared/failure.ts';
import { harmlessData } from '../../shared/harmless.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import { rowsOf } from '../columns.ts';
import { type CommandContext, type ExitCode, exit } from '../io.ts';
import { printJsonLine } from '../print.ts';
import { statusDocument, statusText } from './status.ts';

/** Between two looks: builds, and a Jenkins that becomes ready, send no events. */
const INTERVAL_MS = 2000;
/** Events of one change come together. */
const SETTLE_MS = 100;

/**
 * `status --watch`: the state again at each change, until the signal. On a terminal it is redrawn in place; elsewhere each
 * state is printed once. Changes nothing, unlike the app, which also resumes what was interrupted.
 */
export async function watchStatus(context: CommandContext): Promise<ExitCode> {
  const { signal } = context;
  const { controller, world } = await context.session();
  let wake = new AbortController();
  world.engine.watch(() => wake.abort(), signal);
  const print = printer(context);
  while (!signal.aborted) {
    wake = new AbortController();
    const { problem } = world.settings.load();
    if (problem !== null) throw new FailureError(problem);
    const snapshot = await controller.refresh(signal).catch((thrown: unknown) => {
      if (signal.aborted) return null;
      throw thrown;
    });
    if (snapshot === null || signal.aborted) break;
    print(snapshot);
    const changed = AbortSignal.any([signal, wake.signal]);
    await sleep(INTERVAL_MS, undefined, { signal: changed }).catch(() => sleep(SETTLE_MS));
  }
  await controller.close();
  return exit.interrupted;
}

/** What is compared: that a build has run longer is no change, unless it is shown in place. */
const stateOf = (snapshot: Snapshot, withDurations: boolean): string =>
  JSON.stringify(statusDocument(snapshot), (key, value: unknown) =>
    key === 'duration' && !withDurations ? undefined : value,
  );

/** Prints snapshots that look different from the last one. */
function printer(context: CommandContext): (snapshot: Snapshot) => void {
  const { io, options } = context;
  let last: string | null = null;
  let rows = 0;
  return (snapshot) => {
    const state = stateOf(snapshot, io.live);
    if (state === last) return;
    if (options.json) printJsonLine(statusDocument(snapshot), context);
    else {
      const text = statusText(harmlessData(snapshot), context);
      if (io.live) io.rewind(rows);
      else if (last !== null) io.out('');
      io.out(text);
      rows = rowsOf(text, io.columns);
    }
    last = state;
  };
}
