import { nestedEngineDown } from '../../shared/failures/dind.ts';
import type { Step } from '../plan/steps.ts';
import { sleep } from '../world/sleep.ts';
import type { Execution } from './execution.ts';
import { withLog } from './with-log.ts';

/** How often a starting container is asked, in ms: below what people notice. */
const ASK_EVERY = 100;

/** Waits until the nested engine answers its own health check. Throws `dind/unhealthy` with its log. */
export async function awaitHealthy(
  step: Step & { kind: 'await-healthy' },
  { world }: Execution,
  signal: AbortSignal,
): Promise<void> {
  const { engine, clock } = world;
  const until = clock.now() + step.seconds * 1000;
  let said = '';
  while (clock.now() < until) {
    // Asking the check itself is seconds faster than waiting for the engine's interval.
    const check = await engine
      .exec(step.name, ['/usr/local/bin/jenkins-tray-healthcheck'], signal)
      .catch((thrown: unknown) => {
        signal.throwIfAborted();
        return { exitCode: 1, stdout: '', stderr: String(thrown) };
      });
    if (check.exitCode === 0) return;
    said = check.stderr || check.stdout || said;
    const fact = await engine.inspect(step.name, signal);
    if (fact.state === 'exited' || fact.state === 'dead') break;
    await sleep(clock, ASK_EVERY, signal);
  }
  throw await withLog(world, step.name, nestedEngineDown(step.name, said), signal);
}
