import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Failure } from '../../electron/shared/failure.ts';
import type { Snapshot } from '../../electron/shared/snapshot.ts';
import { isWorking } from '../../electron/shared/state-words.ts';
import { announce } from '../parts/announcer.tsx';
import { Button } from '../parts/button.tsx';
import { Card } from '../parts/card.tsx';
import { CopyButton } from '../parts/copy.tsx';
import { FailureBlock } from '../parts/failure.tsx';
import { call, useQuery, useSnapshot } from '../store.ts';
import { strings } from '../strings.ts';
import { RefusedPassword } from './refused-password.tsx';

/** How long a revealed password is shown: someone else may see the screen. */
const PASSWORD_SHOWN_MS = 30_000;

/** Address, home, engine, password. */
export function Facts({ snapshot: { jenkins, engine, builds } }: { readonly snapshot: Snapshot }) {
  const s = strings.facts;
  const { answer } = useQuery('settings', '');
  const url = 'url' in jenkins ? jenkins.url : null;
  const now = `${jenkins.kind} ${url} ${builds.kind}`;
  const { answer: opens, reload } = useQuery('passwordOpens', now);
  const isShut = opens.kind === 'loaded' && !opens.value;
  return (
    <Card title={s.title}>
      <dl class="places">
        {url === null ? null : (
          <Fact name={s.address} copy={<CopyButton text={url} label={s.copyAddress} />}>
            <span class="mono">{url}</span>
          </Fact>
        )}
        {answer.kind !== 'loaded' ? null : (
          <Fact name={s.home} copy={<CopyButton text={answer.value.home} label={s.copyHome} />}>
            <span class="mono">{answer.value.home}</span>
          </Fact>
        )}
        {engine.kind !== 'connected' ? null : (
          <Fact name={s.engine}>
            {s.engineValue(engine.version, engine.context)} <span class="quiet mono">{engine.host}</span>
          </Fact>
        )}
        {isShut ? <Shut now={now} mended={reload} /> : <Password refused={reload} />}
      </dl>
    </Card>
  );
}

/** In place of a password that opens nothing: how to mend it, if it is that of this app's account. */
function Shut({ now, mended }: { readonly now: string; readonly mended: () => void }) {
  const { answer } = useQuery('passwordRefused', now);
  return answer.kind === 'loaded' && answer.value ? <RefusedPassword mended={mended} /> : null;
}

interface FactProps {
  readonly name: string;
  readonly children: ComponentChildren;
  readonly copy?: ComponentChildren;
}

function Fact({ name, children, copy }: FactProps) {
  return (
    <div class="fact">
      <dt class="quiet">{name}</dt>
      <dd>{children}</dd>
      <dd class="fact-act">{copy}</dd>
    </div>
  );
}

/** The administrator's password: requested from main when shown, and discarded when hidden. `refused`: Jenkins refuses it. */
export function Password({ refused }: { readonly refused?: () => void }) {
  const s = strings.facts;
  const [password, setPassword] = useState<string | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const busy = isWorking(useSnapshot());
  useEffect(() => {
    if (password === null) return undefined;
    const timer = setTimeout(() => setPassword(null), PASSWORD_SHOWN_MS);
    return () => clearTimeout(timer);
  }, [password]);
  const reveal = async (): Promise<void> => {
    const answer = await call('revealPassword');
    setFailure(answer.ok ? null : answer.failure);
    setPassword(answer.ok ? answer.value : null);
    if (answer.ok) announce(s.passwordShown);
    else if (answer.failure.code === 'jenkins/login-refused') refused?.();
  };
  const change = async (): Promise<void> => {
    setPassword(null);
    const answer = await call('changePassword');
    // A cancelled dialog is no failure.
    setFailure(answer.ok || answer.failure.code === 'consent/needed' ? null : answer.failure);
    if (answer.ok) announce(s.passwordStored);
  };
  return (
    <Fact
      name={s.password}
      copy={
        <span class="row">
          <Button kind="quiet" onClick={() => (password === null ? void reveal() : setPassword(null))}>
            {password === null ? s.reveal : s.hide}
          </Button>
          {password === null ? null : <CopyButton text={password} label={s.copyPassword} />}
          {password === null ? null : (
            <Button kind="quiet" disabled={busy} onClick={() => void change()}>
              {s.changePassword}
            </Button>
          )}
        </span>
      }
    >
      {password === null ? <span aria-hidden="true">••••••••••••</span> : <code class="password">{password}</code>}
      <span class="quiet small fact-note">{s.user}</span>
      {failure === null ? null : <FailureBlock failure={failure} alert />}
    </Fact>
  );
}
