import { useState } from 'preact/hooks';
import { recreateConsent } from '../../electron/shared/consents.ts';
import type { Failure, Result } from '../../electron/shared/failure.ts';
import { toolkitRepository } from '../../electron/shared/gpu.ts';
import { isGivenUp, isUpdateNotice, type Notice } from '../../electron/shared/notice.ts';
import { Button } from '../parts/button.tsx';
import { FailureBlock } from '../parts/failure.tsx';
import { openPreview } from '../previewed-mode.ts';
import { runAction } from '../run-action.ts';
import { availabilityOf } from '../snapshots/availability.ts';
import { call, useSnapshot } from '../store.ts';
import { strings } from '../strings.ts';
import { askForUpgrade } from '../upgrades/asked.ts';
import { LastRun } from './last-run.tsx';
import { SettingsBack } from './settings-back.tsx';

export interface NoticesProps {
  readonly notices: readonly Notice[];
  /** Whether something is being done: what would start more is not offered then. */
  readonly busy: boolean;
}

/** Notices, until the user dismisses them. */
export function Notices({ notices, busy }: NoticesProps) {
  if (notices.length === 0) return null;
  return (
    <ul class="stack">
      {notices.map(({ id, failure }) => (
        <li key={id}>
          <FailureBlock failure={failure} tone="warn">
            {isGivenUp({ id }) ? <SettingsBack /> : null}
            {isGivenUp({ id }) ? <LastRun /> : null}
            <Recreate consent={recreateConsent(id)} busy={busy} />
            <AddToolkit repository={toolkitRepository(id)} busy={busy} />
            {isUpdateNotice({ id }) ? <InstallUpdate busy={busy} /> : null}
            {failure.code === 'upgrade/newer-base' ? <UpgradeJenkins /> : null}
            {failure.code === 'jenkins/login-refused' ? (
              <Button disabled={busy} onClick={() => void runAction('tryLoginAgain')}>
                {strings.notice.tryLogin}
              </Button>
            ) : null}
            {failure.code === 'image/prepare' ? <PrepareImages /> : null}
            <Button
              onClick={() => void runAction('dismissNotice', id)}
              label={`${strings.notice.dismiss}: ${failure.title}`}
            >
              {strings.notice.dismiss}
            </Button>
          </FailureBlock>
        </li>
      ))}
    </ul>
  );
}

interface OfferProps {
  readonly words: string;
  readonly disabled?: boolean;
  /** Asks main for it. */
  readonly ask: () => Promise<Result<unknown>>;
  /** Called if that needs consent, as it also does after a no in main's own dialog: neither is a failure. */
  readonly unagreed?: () => void;
}

/** The button of a notice's offer, and why main refused it. */
function Offer({ words, disabled = false, ask, unagreed }: OfferProps) {
  const [refused, setRefused] = useState<Failure | null>(null);
  const go = async (): Promise<void> => {
    const answer = await ask();
    const isUnagreed = !answer.ok && answer.failure.code === 'consent/needed';
    if (isUnagreed) unagreed?.();
    setRefused(answer.ok || isUnagreed ? null : answer.failure);
  };
  return (
    <>
      <Button disabled={disabled} onClick={() => void go()}>
        {words}
      </Button>
      {refused === null ? null : <FailureBlock failure={refused} tone="warn" alert />}
    </>
  );
}

/** Builds DinD with NVIDIA's toolkit and moves Jenkins to it; asks first if builds would stop. */
function AddToolkit({ repository, busy }: { readonly repository: string | null; readonly busy: boolean }) {
  if (repository === null) return null;
  const add = async (): Promise<Result<unknown>> => {
    const changed = await call('changeSettings', { 'images.nvidiaRepository': repository });
    return changed.ok ? call('switchMode', { mode: 'dind', consents: [] }) : changed;
  };
  return <Offer words={strings.notice.addToolkit} disabled={busy} ask={add} unagreed={() => openPreview('dind', [])} />;
}

/** Opens the question of an upgrade of Jenkins. */
function UpgradeJenkins() {
  const snapshot = useSnapshot();
  const can = availabilityOf(snapshot).changes && snapshot.intent !== 'off';
  return (
    <Button disabled={!can} onClick={askForUpgrade}>
      {strings.notice.upgrade}
    </Button>
  );
}

/** Agrees to build the other mode's images while nothing else runs. */
const PrepareImages = () => (
  <Offer words={strings.notice.prepare} ask={() => call('changeSettings', { 'images.prepareOther': 'on' })} />
);

/** Installs the newer version; main asks first, and the app then starts again. */
function InstallUpdate({ busy }: { readonly busy: boolean }) {
  const [installing, setInstalling] = useState(false);
  const install = async (): Promise<Result<unknown>> => {
    setInstalling(true);
    const answer = await call('installUpdate');
    setInstalling(false);
    return answer;
  };
  const words = installing ? strings.notice.installing : strings.notice.install;
  return <Offer words={words} disabled={installing || busy} ask={install} />;
}

/** Recreates a container that lost its GPUs, with this consent; asks first if builds would stop. */
function Recreate({ consent, busy }: { readonly consent: string | null; readonly busy: boolean }) {
  if (consent === null) return null;
  const consents = [consent];
  return (
    <Offer
      words={strings.notice.recreate}
      disabled={busy}
      ask={() => call('switchMode', { mode: 'dind', consents })}
      unagreed={() => openPreview('dind', consents)}
    />
  );
}
