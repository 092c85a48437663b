import { FailureError } from '../../shared/failure.ts';
import { engineError } from '../../shared/failures/engine.ts';
import type { Step } from '../plan/steps.ts';
import { oneShotLabels } from '../stack/one-shot.ts';
import { CHECK_HOME } from './check-home-script.ts';
import type { Execution } from './execution.ts';
import { homeFailure, MIN_FREE_MIB } from './home-verdict.ts';

/** Changing the owner of millions of files on a slow disk takes minutes; the user can cancel it. */
const MAX_WAIT_MS = 3_600_000;

/** Checks that Jenkins can use the home, and marks it. and remembers it. Throws `home/…`. Changes only the marker, a copy of the settings before a newer Jenkins, and, with consent, the owner. */
export async function checkHome(
  step: Step & { kind: 'check-home' },
  run: Execution,
  signal: AbortSignal,
): Promise<void> {
  const labels = oneShotLabels(run.names, run.version);
  const { homes } = run.world;
  const args = [
    step.home,
    step.chown ? 'chown' : '-',
    String(MIN_FREE_MIB),
    step.known ?? '-',
    step.known ?? homes.newId(),
  ];
  const command = ['sh', '-c', CHECK_HOME, 'sh', ...args];
  // With the data mounts, since folders of a home may be links to them.
  const binds = [
    { source: step.home, target: step.home, readOnly: false },
    ...run.settings.dataMounts.map(({ source, target }) => ({ source, target: target ?? source, readOnly: true })),
  ];
  const result = await run.world.engine.runOneShot(
    {
      name: run.names.oneShot,
      image: step.image,
      command,
      user: '0',
      binds,
      gpus: false,
      labels,
      timeoutMs: MAX_WAIT_MS,
    },
    signal,
  );
  const [verdict = '', ...words] = result.stdout.trim().split(' ');
  if (verdict === 'ok') return words[0] === undefined ? undefined : homes.remember(step.home, words[0]);
  // The script always prints a verdict, so the engine's answer was cut off.
  if (verdict === '' && result.exitCode === 0) throw new FailureError(engineError('report the check of the home', ''));
  const { dind, dood } = run.names.images;
  const checked = { home: step.home, base: run.settings.images.jenkinsBase, images: [dind, dood] };
  throw new FailureError(homeFailure(verdict, words, checked, result.stderr));
}
