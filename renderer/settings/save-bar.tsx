import { Causes } from '../overview/now.tsx';
import { Button } from '../parts/button.tsx';
import { FailureBlock } from '../parts/failure.tsx';
import { strings } from '../strings.ts';
import { ChangedValues } from './changed-values.tsx';
import type { SettingsForm } from './use-settings.ts';

export interface SaveBarProps {
  readonly form: SettingsForm;
  /** Whether Jenkins should be running, so that changes can be applied. */
  readonly live: boolean;
  /** Whether something is being done: nothing is applied meanwhile. */
  readonly busy: boolean;
  /** Called once the draft is stored, to apply it to what is running. */
  readonly apply: () => void;
}

/** The number of changes, what they restart, and the buttons. Sticks to the bottom of the view. */
export function SaveBar({ form: { answer, draft, preview, refused, discard, save }, live, busy, apply }: SaveBarProps) {
  const s = strings.settings;
  const many = Object.keys(draft?.changes ?? {}).length;
  if (draft === null || many === 0) return null;
  const wrong = draft.errors.size;
  const restarts = preview?.restarts ?? [];
  const restarting = live && restarts.length > 0;
  const ready = wrong === 0 && preview !== null;
  return (
    <section class="save-bar" aria-label={s.changes(many)}>
      {refused === null ? null : <FailureBlock failure={refused} alert />}
      <ChangedValues answer={answer} changes={draft.changes} />
      {restarting ? (
        <div class="save-restarts">
          <h2>{s.restarts}</h2>
          <Causes causes={restarts} />
        </div>
      ) : null}
      <div class="row">
        <p class="save-words" role="status">
          <strong>{s.changes(many)}</strong>
          {'. '}
          {wrong > 0 ? s.errors(wrong) : effectOf(busy, restarting, preview !== null)}
        </p>
        <Button kind="quiet" onClick={discard}>
          {s.discard}
        </Button>
        {restarting ? (
          <Apply ready={ready} busy={busy} save={save} apply={apply} />
        ) : (
          <Button kind="primary" disabled={!ready} onClick={() => void save()}>
            {s.save}
          </Button>
        )}
      </div>
    </section>
  );
}

/** What saving does to Jenkins, in words; while something is being done, nobody knows. */
function effectOf(busy: boolean, restarting: boolean, isKnown: boolean): string {
  const s = strings.settings;
  if (busy) return s.whileBusy;
  if (restarting) return s.restartsWhy;
  return isKnown ? s.noRestarts : '';
}

interface ApplyProps extends Pick<SaveBarProps, 'busy' | 'apply'>, Pick<SettingsForm, 'save'> {
  readonly ready: boolean;
}

/** Stores changes that restart Jenkins, for later or to apply them now. */
function Apply({ ready, busy, save, apply }: ApplyProps) {
  const s = strings.settings;
  return (
    <>
      <Button disabled={!ready} onClick={() => void save()}>
        {s.saveOnly}
      </Button>
      <Button kind="primary" disabled={!ready || busy} onClick={() => void save().then((done) => done && apply())}>
        {s.saveApply}
      </Button>
    </>
  );
}
