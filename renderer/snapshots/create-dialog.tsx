import { useState } from 'preact/hooks';
import type { SnapshotsView } from '../../electron/shared/home-snapshot.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { FailureBlock } from '../parts/failure.tsx';
import { Mark, Spinner } from '../parts/icons.tsx';
import { call, useQuery, useSnapshot } from '../store.ts';
import { strings } from '../strings.ts';
import { availabilityOf } from './availability.ts';
import { estimateText } from './estimate.ts';
import { useAnswer } from './use-answer.ts';

export interface CreateDialogProps {
  readonly view: SnapshotsView;
  readonly onClose: () => void;
}

/** Says what a snapshot takes, and makes it. */
export function CreateDialog({ view, onClose }: CreateDialogProps) {
  const s = strings.snapshots.creating;
  const snapshot = useSnapshot();
  const { jenkins, builds } = snapshot;
  const [without, setWithout] = useState(!view.workspaces);
  const [waits, setWaits] = useState(true);
  const chosen = without ? 'rebuilt' : 'nothing';
  const { answer } = useQuery('measureSnapshot', chosen, { without: chosen });
  const { failure, taking, take } = useAnswer(onClose);
  const building = builds.running > 0;
  const text = answer.kind === 'loaded' ? estimateText(answer.value) : null;
  const ready = availabilityOf(snapshot).changes && !taking && text?.isTooFull !== true;
  const go = (): void =>
    void take(call('startHomeJob', { kind: 'create', without: chosen, wait: waits && building ? 0 : null }));
  return (
    <Dialog
      title={s.title}
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>{strings.dialog.cancel}</Button>
          <Button kind="primary" disabled={!ready} onClick={go}>
            {s.go}
          </Button>
        </>
      }
    >
      {failure === null ? null : <FailureBlock failure={failure} tone="warn" alert />}
      <div class="stack estimate" aria-live="polite" aria-busy={answer.kind === 'loading'}>
        {answer.kind === 'loading' ? (
          <p class="row quiet">
            <Spinner /> {s.measuring}
          </p>
        ) : null}
        {answer.kind === 'failed' ? <FailureBlock failure={answer.failure} tone="warn" /> : null}
        {text === null ? null : (
          <div>
            {text.lines.map((line, at) => (
              <p key={line} class={text.isTooFull && at > 0 ? 'estimate-bad' : 'number'}>
                {text.isTooFull && at === 1 ? <Mark name="bad" /> : null} {line}
              </p>
            ))}
          </div>
        )}
      </div>
      <label class="choice">
        <input type="checkbox" checked={without} onChange={({ currentTarget }) => setWithout(currentTarget.checked)} />
        <span>
          {s.without} <span class="quiet">{s.withoutWhy}</span>
        </span>
      </label>
      {building ? (
        <fieldset class="consent-choice stack">
          <legend class="consent-text">{s.builds(builds.running)}</legend>
          <Choice label={s.waitAll} checked={waits} choose={() => setWaits(true)} />
          <Choice label={s.dontWait} checked={!waits} choose={() => setWaits(false)} />
        </fieldset>
      ) : null}
      <p>{jenkins.kind === 'stopped' ? s.off : s.running}</p>
      <p class="quiet">{s.secrets}</p>
    </Dialog>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly checked: boolean;
  readonly choose: () => void;
}

const Choice = ({ label, checked, choose }: ChoiceProps) => (
  <label class="choice">
    <input type="radio" name="wait-for-builds" checked={checked} onChange={choose} />
    <span>{label}</span>
  </label>
);
