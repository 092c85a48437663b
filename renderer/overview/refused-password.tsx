import { useState } from 'preact/hooks';
import type { Failure } from '../../electron/shared/failure.ts';
import { isWorking } from '../../electron/shared/state-words.ts';
import { announce } from '../parts/announcer.tsx';
import { Button } from '../parts/button.tsx';
import { FailureBlock } from '../parts/failure.tsx';
import { call, useSnapshot } from '../store.ts';
import { strings } from '../strings.ts';

/** The stored administrator's password no longer fits: takes the present one, or has a new one set. */
export function RefusedPassword({ mended }: { readonly mended: () => void }) {
  const s = strings.facts;
  const [typed, setTyped] = useState('');
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isSent, setSent] = useState(false);
  const busy = isWorking(useSnapshot()) || isSent;
  const mend = async (which: 'storePassword' | 'changePassword' | 'tryLoginAgain'): Promise<void> => {
    setSent(true);
    const answer = await (which === 'storePassword' ? call(which, typed) : call(which));
    setSent(false);
    // A cancelled dialog is no failure.
    setFailure(answer.ok || answer.failure.code === 'consent/needed' ? null : answer.failure);
    if (!answer.ok) return;
    setTyped('');
    if (which !== 'tryLoginAgain') announce(s.passwordStored);
    mended();
  };
  return (
    <div class="fact fact-wide">
      <dt class="quiet">{s.password}</dt>
      <dd class="stack">
        <p>{s.passwordRefused}</p>
        <form
          class="row"
          onSubmit={(event) => {
            event.preventDefault();
            if (typed !== '' && !busy) void mend('storePassword');
          }}
        >
          <input
            class="input fact-input"
            type="password"
            autocomplete="off"
            aria-label={s.presentPassword}
            placeholder={s.presentPassword}
            maxLength={1024}
            value={typed}
            onInput={({ currentTarget }) => setTyped(currentTarget.value)}
          />
          <Button onClick={() => void mend('storePassword')} disabled={typed === '' || busy}>
            {s.storePassword}
          </Button>
        </form>
        <div class="row">
          <Button onClick={() => void mend('tryLoginAgain')} disabled={busy}>
            {s.tryAgain}
          </Button>
          <Button onClick={() => void mend('changePassword')} disabled={busy}>
            {s.changePassword}
          </Button>
        </div>
        {failure === null ? null : <FailureBlock failure={failure} alert />}
      </dd>
    </div>
  );
}
