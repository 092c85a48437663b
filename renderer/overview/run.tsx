import { useState } from 'preact/hooks';
import type { Failure } from '../../electron/shared/failure.ts';
import { formatDuration } from '../../electron/shared/format.ts';
import type { JenkinsState } from '../../electron/shared/snapshot.ts';
import { backLine, moveTitle } from '../../electron/shared/state-words.ts';
import { Button } from '../parts/button.tsx';
import { FailureBlock } from '../parts/failure.tsx';
import { SignIcon } from '../parts/icons.tsx';
import { runAction } from '../run-action.ts';
import { call, type Working } from '../store.ts';
import { strings } from '../strings.ts';
import { useNow } from '../time.ts';
import { Steps } from './steps.tsx';

export interface RunProps {
  readonly activity: Working;
  readonly from: JenkinsState;
}

/** The running change, step by step, with a Cancel button. */
export function Run({ activity, from }: RunProps) {
  const now = useNow(500);
  const { steps, output, startedAt, cancellable } = activity;
  const done = steps.filter(({ state }) => state === 'done').length;
  return (
    <section class="now" aria-labelledby="now-title">
      <SignIcon sign="working" size={52} />
      <div class="now-words">
        <h1 id="now-title">{titleOf(activity, from)}</h1>
        <p class="quiet number">
          {steps.length === 0 ? strings.run.preparing : strings.run.progress(done, steps.length)}
          {' · '}
          {formatDuration(Math.max(0, now - startedAt))}
        </p>
        <progress class="bar" aria-label={strings.run.title} value={done} max={Math.max(1, steps.length)} />
      </div>
      <Acts jenkins={from} cancellable={cancellable} isCancelled={activity.backTo !== undefined} />
      <div class="now-more stack">
        <Steps activity={activity} now={now} output={output} />
      </div>
    </section>
  );
}

function titleOf({ backTo, to }: Working, from: JenkinsState): string {
  if (backTo !== undefined) return backLine(backTo);
  return from.kind === 'converging' ? moveTitle(from.from, from.to) : moveTitle(null, to);
}

interface ActsProps {
  readonly jenkins: JenkinsState;
  readonly cancellable: boolean;
  readonly isCancelled: boolean;
}

function Acts({ jenkins, cancellable, isCancelled }: ActsProps) {
  const [asked, setAsked] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const cancel = async (): Promise<void> => {
    setAsked(true);
    const answer = await call('cancel');
    if (answer.ok) return;
    setAsked(false);
    setFailure(answer.failure);
  };
  return (
    <div class="now-acts row">
      <Open jenkins={jenkins} />
      {isCancelled ? null : (
        <>
          <Button disabled={!cancellable || asked} onClick={() => void cancel()}>
            {asked ? strings.run.cancelling : strings.run.cancel}
          </Button>
          <span class="quiet small">{strings.run.back}</span>
        </>
      )}
      {failure === null ? null : <FailureBlock failure={failure} alert />}
    </div>
  );
}

/** The old Jenkins serves for as long as possible; while none does, the button is disabled. */
function Open({ jenkins }: Pick<ActsProps, 'jenkins'>) {
  if (jenkins.kind !== 'converging' || jenkins.from === 'off') return null;
  return (
    <Button icon="open" disabled={jenkins.url === null} onClick={() => void runAction('openJenkins')}>
      {strings.now.open}
    </Button>
  );
}
