import { useState } from 'preact/hooks';
import { asksToWait, consent, isAboutBuilds, MAX_WAIT_MINUTES } from '../../electron/shared/consents.ts';
import type { Question } from '../../electron/shared/preview.ts';
import { strings } from '../strings.ts';

export interface BuildChoiceProps {
  readonly question: Question;
  /** Whether builds that are aborted can be queued again. */
  readonly requeues: boolean;
  readonly agreed: ReadonlySet<string>;
  readonly agree: (id: string, yes: boolean) => void;
}

/** Minutes that are proposed. */
const USUAL_MINUTES = 30;

/** What happens to running builds: they end first, all or for so many minutes, or they are aborted now. */
export function BuildChoice({ question: { id, text, detail }, requeues, agreed, agree }: BuildChoiceProps) {
  const s = strings.preview.running;
  const [minutes, setMinutes] = useState(USUAL_MINUTES);
  const choose = (next: string): void => {
    for (const before of [...agreed].filter((one) => one === id || asksToWait(one))) agree(before, false);
    agree(next, true);
  };
  const bounded = consent.whenIdle(minutes);
  const aborts = agreed.has(id) || agreed.has(bounded);
  return (
    <fieldset class="consent-choice stack">
      <legend class="consent-text">{text}</legend>
      {detail === '' ? null : <p class="quiet">{detail}</p>}
      <Choice label={s.all} checked={agreed.has(consent.whenIdle(0))} choose={() => choose(consent.whenIdle(0))} />
      <div class="row">
        <Choice label={s.atMost} checked={agreed.has(bounded)} choose={() => choose(bounded)} />
        <input
          type="number"
          class="input input-short"
          min={1}
          max={MAX_WAIT_MINUTES}
          value={minutes}
          aria-label={s.minutes}
          onInput={({ currentTarget: { valueAsNumber: typed } }) => {
            if (!(typed >= 1 && typed <= MAX_WAIT_MINUTES)) return;
            setMinutes(Math.floor(typed));
            if (agreed.has(bounded)) choose(consent.whenIdle(Math.floor(typed)));
          }}
        />
        <span>{s.thenAbort}</span>
      </div>
      <Choice label={s.now} checked={agreed.has(id)} choose={() => choose(id)} />
      {aborts && !requeues ? <p class="quiet">{s.noRequeue}</p> : null}
      {aborts && requeues ? (
        <label class="consent">
          <input
            type="checkbox"
            checked={[...agreed].some((one) => isAboutBuilds(one) && !asksToWait(one))}
            onChange={({ currentTarget }) => agree(consent.requeue(), currentTarget.checked)}
          />
          <span>{s.requeue}</span>
        </label>
      ) : null}
    </fieldset>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly checked: boolean;
  readonly choose: () => void;
}

function Choice({ label, checked, choose }: ChoiceProps) {
  return (
    <label class="consent">
      <input type="radio" name="running-builds" checked={checked} onChange={choose} />
      <span>{label}</span>
    </label>
  );
}
