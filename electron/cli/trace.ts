import { closeSync, openSync, writeSync } from 'node:fs';
import { traceEvents } from '../adapters/trace/trace-events.ts';
import { traceRequests } from '../adapters/trace/traced-requests.ts';
import { stepTracer } from '../adapters/trace/traced-steps.ts';
import { tracedWorld } from '../adapters/trace/traced-world.ts';
import { createWorld } from '../adapters/world.ts';
import { createController } from '../core/control/controller.ts';
import { FailureError } from '../shared/failure.ts';
import { traceNotWritable } from '../shared/failures/usage-options.ts';
import type { Open } from './io.ts';

declare const APP_VERSION: string;

/**
 * Opens the core with a world whose requests, waits and steps are written to a file until the process ends. Throws
 * `usage/invalid` if the file cannot be written, before anything is done.
 */
export function openTraced(file: string): Open {
  let begun: ReturnType<typeof begin> | null = null;
  return async (configDir) => {
    begun ??= begin(file);
    const world = tracedWorld(createWorld({ configDir }), begun);
    const controller = createController(world, APP_VERSION);
    controller.subscribe(stepTracer(begun));
    return { world, controller };
  };
}

function begin(file: string): ReturnType<typeof traceEvents> {
  let to = opened(file);
  const tracer = traceEvents(
    () => performance.now(),
    (text) => {
      try {
        if (to !== null) writeSync(to, text);
      } catch {
        to = null; // A full disk ends the trace, and no switch.
      }
    },
  );
  const stop = traceRequests(tracer);
  // Also after a second Ctrl-C.
  process.once('exit', () => {
    stop();
    tracer.end();
    if (to !== null) closeSync(to);
  });
  return tracer;
}

/** For this user only: it names jobs and folders. */
function opened(file: string): number | null {
  try {
    return openSync(file, 'w', 0o600);
  } catch (thrown) {
    throw new FailureError(traceNotWritable(file, thrown instanceof Error ? thrown.message : String(thrown)));
  }
}
