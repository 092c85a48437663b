import { FailureError } from '../../shared/failure.ts';
import { homeNotCopied } from '../../shared/failures/home-copy.ts';
import type { Step } from '../plan/steps.ts';
import { homeBind } from '../stack/one-shot.ts';
import { COPY_HOME } from './copy-home-script.ts';
import type { Execution } from './execution.ts';
import { runHomeScript } from './home-script.ts';
import { MIN_FREE_MIB } from './home-verdict.ts';

/** A home has terabytes on a slow disk; the user can cancel it. */
const MAX_WAIT_MS = 86_400_000;
/** Where the source is in the one-shot container. */
const SOURCE = '/mnt/jenkins-tray-source';

/** Copies a home in a one-shot container; the source is mounted read-only. Throws `home/not-copied`, and then has nothing of the copy in the home. */
export async function copyHome(step: Step & { kind: 'copy-home' }, run: Execution, signal: AbortSignal): Promise<void> {
  const { home, from, image } = step;
  const { exitCode, stdout, stderr } = await runHomeScript(
    {
      image,
      script: COPY_HOME,
      args: [SOURCE, home, String(MIN_FREE_MIB), ...step.formerly],
      user: '0',
      binds: [{ source: from, target: SOURCE, readOnly: true }, homeBind(home, run.world, false)],
      timeoutMs: MAX_WAIT_MS,
      output: (line) => run.output(line),
    },
    run,
    signal,
  );
  const last = stdout.trim().split('\n').at(-1) ?? '';
  // One that was killed ends with its progress, which reads `copied 95 %`.
  if (exitCode === 0 && /^(copied( \d+)?|skipped)$/.test(last)) return;
  const [verdict = '', ...words] = last.split(' ');
  throw new FailureError(homeNotCopied(from, home, verdict, words.join(' ') || stderr.trim()));
}
