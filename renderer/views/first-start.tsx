import { useEffect, useRef, useState } from 'preact/hooks';
import type { Failure } from '../../electron/shared/failure.ts';
import { type JenkinsMode, modeName } from '../../electron/shared/mode.ts';
import { isWorking } from '../../electron/shared/state-words.ts';
import { Ask } from '../first-start/ask.tsx';
import { outcomeOf, runStateOf } from '../first-start/outcome.ts';
import { endFirstStart, type Phase, setPhase, usePhase } from '../first-start/phase.ts';
import { Password } from '../overview/facts.tsx';
import { LastRun } from '../overview/last-run.tsx';
import { Run } from '../overview/run.tsx';
import { Previewed } from '../overview/switch-dialog.tsx';
import { usePreview } from '../overview/use-preview.ts';
import { Button } from '../parts/button.tsx';
import { Card, ViewHead } from '../parts/card.tsx';
import { FailureBlock } from '../parts/failure.tsx';
import { SignIcon, Spinner } from '../parts/icons.tsx';
import { runAction } from '../run-action.ts';
import { useSnapshot } from '../store.ts';
import { strings } from '../strings.ts';

/** The first start: asks, previews, runs, and opens Jenkins in the browser. */
export function FirstStart() {
  const phase = usePhase();
  const shown = useRef(phase.kind);
  useEffect(() => {
    // The button that led here is gone, and with it the focus.
    if (shown.current !== phase.kind) document.getElementById('content')?.focus();
    shown.current = phase.kind;
  }, [phase.kind]);
  if (phase.kind === 'ask') return <Ask />;
  if (phase.kind === 'preview') return <PreviewPhase mode={phase.mode} />;
  return <RunPhase {...phase} />;
}

/** The preview, and the consent to it. */
function PreviewPhase({ mode }: { readonly mode: JenkinsMode }) {
  const s = strings.firstStart;
  const previewing = usePreview(mode);
  const snapshot = useSnapshot();
  const { blocked, reload, ready, starting, start } = previewing;
  const go = async (): Promise<void> => {
    const before = runStateOf(snapshot);
    if (await start()) setPhase({ kind: 'run', mode, before, opened: false });
  };
  return (
    <>
      <ViewHead title={s.preview} lead={s.notYet} />
      <Card title={modeName(mode)}>
        <Previewed previewing={previewing} />
      </Card>
      <div class="row first-foot">
        <Button onClick={() => setPhase({ kind: 'ask' })}>{s.back}</Button>
        {blocked ? <Button onClick={reload}>{strings.preview.checkAgain}</Button> : null}
        <Button kind="primary" disabled={!ready || starting || isWorking(snapshot)} onClick={() => void go()}>
          {s.go}
        </Button>
      </div>
    </>
  );
}

/** The run and its outcome. */
function RunPhase({ mode, before, opened }: Extract<Phase, { kind: 'run' }>) {
  const snapshot = useSnapshot();
  const { activity } = snapshot;
  const [seen, setSeen] = useState(false);
  const outcome = outcomeOf(snapshot, before, seen);
  const working = activity.kind === 'working';
  useEffect(() => {
    if (working) setSeen(true);
  }, [working]);
  useEffect(() => {
    if (outcome.kind === 'back') setPhase({ kind: 'ask' });
    if (outcome.kind !== 'up' || opened) return;
    // Only once: returning from another view must not open it again.
    setPhase({ kind: 'run', mode, before, opened: true });
    void runAction('openJenkins');
  }, [outcome.kind]);
  if (activity.kind === 'working') return <Run activity={activity} from={snapshot.jenkins} />;
  if (outcome.kind === 'up') return <Up mode={mode} />;
  if (outcome.kind === 'failed') return <Failed mode={mode} failure={outcome.failure} />;
  return (
    <p class="row">
      <Spinner /> {strings.run.preparing}
    </p>
  );
}

function Up({ mode }: { readonly mode: JenkinsMode }) {
  const s = strings.firstStart;
  return (
    <>
      <section class="now" aria-labelledby="now-title">
        <SignIcon sign={mode} size={52} />
        <div class="now-words">
          <h1 id="now-title">{s.done(modeName(mode))}</h1>
          <p class="quiet">{s.doneLead}</p>
        </div>
      </section>
      <Card title={s.signIn}>
        <dl class="places">
          <Password />
        </dl>
      </Card>
      <div class="row first-foot">
        <Button kind="primary" onClick={endFirstStart}>
          {s.toOverview}
        </Button>
        <Button icon="open" onClick={() => void runAction('openJenkins')}>
          {s.openAgain}
        </Button>
      </div>
    </>
  );
}

function Failed({ mode, failure }: { readonly mode: JenkinsMode; readonly failure: Failure }) {
  return (
    <>
      <ViewHead title={strings.firstStart.failed} />
      <FailureBlock failure={failure} alert>
        <Button kind="primary" onClick={() => setPhase({ kind: 'preview', mode })}>
          {strings.now.tryAgain}
        </Button>
        <Button onClick={() => setPhase({ kind: 'ask' })}>{strings.firstStart.back}</Button>
        <LastRun />
      </FailureBlock>
    </>
  );
}
