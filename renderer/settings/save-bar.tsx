import { Causes } from '../overview/now.tsx';
import { Button } from '../parts/button.tsx';
import { FailureBlock } from '../parts/failure.tsx';
import { strings } from '../strings.ts';
import type { SettingsForm } from './use-settings.ts';

export interface SaveBarProps {
  readonly form: SettingsForm;
  /** Whether Jenkins is meant to run, so that something can be applied. */
  readonly live: boolean;
  /** The draft is stored; what runs is to follow it. */
  readonly apply: () => void;
}

/** What was changed, what that restarts, and the buttons. At the view's end, always in sight. */
export function SaveBar({ form: { draft, preview, refused, discard, save }, live, apply }: SaveBarProps) {
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
          {wrong > 0 ? s.errors(wrong) : restarting ? s.restartsWhy : preview === null ? '' : s.noRestarts}
        </p>
        <Button kind="quiet" onClick={discard}>
          {s.discard}
        </Button>
        {restarting ? (
          <>
            <Button disabled={!ready} onClick={() => void save()}>
              {s.saveOnly}
            </Button>
            <Button kind="primary" disabled={!ready} onClick={() => void save().then((done) => done && apply())}>
              {s.saveApply}
            </Button>
          </>
        ) : (
          <Button kind="primary" disabled={!ready} onClick={() => void save()}>
            {s.save}
          </Button>
        )}
      </div>
    </section>
  );
}
