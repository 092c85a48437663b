import { FailureError } from '../../shared/failure.ts';
import { nestedEngineDown, noStorageDriver, storageDriverRefused } from '../../shared/failures/dind.ts';
import type { Step } from '../plan/steps.ts';
import { HEALTH_CHECK } from '../stack/nested-engine.ts';
import { POLL_TIMEOUT_MS } from '../world/engine.ts';
import { sleep } from '../world/sleep.ts';
import { noteMissingToolkit } from './build-gpus.ts';
import type { Execution } from './execution.ts';
import { withLog } from './with-log.ts';

/** Pause between two looks from here: too short to be noticed. */
const POLL_MS = 100;

/**
 * Repeats a health check inside the container for two seconds, and prints what the last one printed. To begin a command there
 * costs more time than the check itself, and time of the processor that the starting engine needs.
 */
export const REPEAT_CHECK = `
end=$(($(date +%s) + 2))
until said=$("$0" 2>&1); do
  [ "$(date +%s)" -lt "$end" ] || { printf '%s\\n' "$said" >&2; exit 1; }
  sleep 0.05
done
printf '%s\\n' "$said"`;

/** So many restarts meanwhile, and it does not get well by waiting. */
const MAX_RESTARTS = 3;

/** Waits until the nested engine passes its health check. Throws `dind/unhealthy` with its log. */
export async function awaitHealthy(
  step: Step & { kind: 'await-healthy' },
  run: Execution,
  signal: AbortSignal,
): Promise<void> {
  const { world } = run;
  const { engine, clock } = world;
  const until = clock.monotonic() + step.seconds * 1000;
  let output = '';
  let restartsBefore: number | null = null;
  while (clock.monotonic() < until) {
    // Running the check directly is seconds faster than waiting for the engine's interval.
    const check = await engine
      .exec(step.name, ['sh', '-c', REPEAT_CHECK, HEALTH_CHECK], signal, '', POLL_TIMEOUT_MS)
      .catch((thrown: unknown) => {
        signal.throwIfAborted();
        return { exitCode: 1, stdout: '', stderr: String(thrown) };
      });
    if (check.exitCode === 0) return noteMissingToolkit(check.stdout, run);
    output = check.stderr || check.stdout || output;
    const fact = await engine.inspect(step.name, signal);
    restartsBefore ??= fact.restartCount;
    const isLooping = (fact.restartCount ?? 0) - (restartsBefore ?? 0) >= MAX_RESTARTS;
    if (fact.state === 'exited' || fact.state === 'dead' || isLooping) break;
    await sleep(clock, POLL_MS, signal);
  }
  const down = await withLog(world, step.name, nestedEngineDown(step.name, output), signal);
  throw storageFailure(down.failure.detail) ?? down;
}

/** The start script found no storage driver that works, or dockerd did not take the one that it got. */
function storageFailure(detail: string): FailureError | null {
  // The line that tells most stands before the log as well.
  const log = detail.slice(Math.max(0, detail.indexOf('The last lines of ')));
  const none = /^jenkins-tray: (no storage driver works .*)$/m.exec(log)?.[1];
  if (none !== undefined) return new FailureError(noStorageDriver(none));
  const refused = /^.*(?:initializing graphdriver|driver not supported).*$/m.exec(log)?.[0];
  return refused === undefined ? null : new FailureError(storageDriverRefused(refused));
}
