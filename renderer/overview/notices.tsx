import { useState } from 'preact/hooks';
import { recreateConsent } from '../../electron/shared/consents.ts';
import type { Failure } from '../../electron/shared/failure.ts';
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

/** Builds DinD with NVIDIA's toolkit and moves Jenkins to it; asks first if builds would stop. */
function AddToolkit({ repository, busy }: { readonly repository: string | null; readonly busy: boolean }) {
  const [refused, setRefused] = useState<Failure | null>(null);
  if (repository === null) return null;
  const add = async (): Promise<void> => {
    const changed = await call('changeSettings', { 'images.nvidiaRepository': repository });
    const answer = changed.ok ? await call('switchMode', { mode: 'dind', consents: [] }) : changed;
    const asks = !answer.ok && answer.failure.code === 'consent/needed';
    if (asks) openPreview('dind', []);
    setRefused(answer.ok || asks ? null : answer.failure);
  };
  return (
    <>
      <Button disabled={busy} onClick={() => void add()}>
        {strings.notice.addToolkit}
      </Button>
      {refused === null ? null : <FailureBlock failure={refused} tone="warn" alert />}
    </>
  );
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
function PrepareImages() {
  const [refused, setRefused] = useState<Failure | null>(null);
  const agree = async (): Promise<void> => {
    const answer = await call('changeSettings', { 'images.prepareOther': 'on' });
    setRefused(answer.ok ? null : answer.failure);
  };
  return (
    <>
      <Button onClick={() => void agree()}>{strings.notice.prepare}</Button>
      {refused === null ? null : <FailureBlock failure={refused} tone="warn" alert />}
    </>
  );
}

/** Installs the newer version; main asks first, and the app then starts again. */
function InstallUpdate({ busy }: { readonly busy: boolean }) {
  const [refused, setRefused] = useState<Failure | null>(null);
  const [installing, setInstalling] = useState(false);
  const install = async (): Promise<void> => {
    setInstalling(true);
    const answer = await call('installUpdate');
    setInstalling(false);
    setRefused(answer.ok || answer.failure.code === 'consent/needed' ? null : answer.failure);
  };
  return (
    <>
      <Button onClick={() => void install()} disabled={installing || busy}>
        {installing ? strings.notice.installing : strings.notice.install}
      </Button>
      {refused === null ? null : <FailureBlock failure={refused} tone="warn" alert />}
    </>
  );
}

/** Recreates a container that lost its GPUs, with this consent; asks first if builds would stop. */
function Recreate({ consent, busy }: { readonly consent: string | null; readonly busy: boolean }) {
  const [refused, setRefused] = useState<Failure | null>(null);
  if (consent === null) return null;
  const recreate = async (): Promise<void> => {
    const answer = await call('switchMode', { mode: 'dind', consents: [consent] });
    const asks = !answer.ok && answer.failure.code === 'consent/needed';
    if (asks) openPreview('dind', [consent]);
    setRefused(answer.ok || asks ? null : answer.failure);
  };
  return (
    <>
      <Button disabled={busy} onClick={() => void recreate()}>
        {strings.notice.recreate}
      </Button>
      {refused === null ? null : <FailureBlock failure={refused} tone="warn" alert />}
    </>
  );
}
