import { holdsHome } from '../../electron/shared/home-job.ts';
import {
  type DriftCause,
  isUp,
  type JenkinsState,
  pageOf,
  type Snapshot,
  versionOf,
} from '../../electron/shared/snapshot.ts';
import { stateWords } from '../../electron/shared/state-words.ts';
import { goTo } from '../current-view.ts';
import { Button } from '../parts/button.tsx';
import { CopyButton } from '../parts/copy.tsx';
import { FailureBlock } from '../parts/failure.tsx';
import { SignIcon } from '../parts/icons.tsx';
import { Table } from '../parts/table.tsx';
import { openPreview, openUpdate } from '../previewed-mode.ts';
import { runAction } from '../run-action.ts';
import { strings } from '../strings.ts';
import { LastRun } from './last-run.tsx';
import { SettingsBack } from './settings-back.tsx';

export interface NowProps {
  readonly snapshot: Snapshot;
}

/** The state of Jenkins and the actions for it. */
export function Now({ snapshot }: NowProps) {
  const { jenkins, engine, job } = snapshot;
  const { sign, title, detail } = stateWords(snapshot);
  const lost = engine.kind === 'unreachable' ? engine.failure : null;
  const url = 'url' in jenkins && lost === null ? jenkins.url : null;
  return (
    <section class="now" aria-labelledby="now-title">
      <SignIcon sign={sign} size={52} />
      <div class="now-words">
        <h1 id="now-title">{title}</h1>
        <p class="quiet">{detailOf(jenkins, detail)}</p>
        {lost === null ? <Line snapshot={snapshot} /> : null}
      </div>
      <div class="now-acts row">
        {url === null ? null : (
          <>
            <Button kind="primary" icon="open" onClick={() => void runAction('openJenkins')}>
              {strings.now.open}
            </Button>
            <CopyButton text={url}>{strings.now.copyAddress}</CopyButton>
          </>
        )}
        {jenkins.kind === 'converging' ? <CancelOther /> : null}
        {jenkins.kind === 'running' ? (
          <Button kind="quiet" disabled={lost !== null || holdsHome(job)} onClick={() => openUpdate(jenkins.mode)}>
            {strings.now.update}
          </Button>
        ) : null}
        {isUp(jenkins) || jenkins.kind === 'restarting' ? (
          <Button
            kind="quiet"
            icon="stopped"
            disabled={lost !== null || holdsHome(job)}
            onClick={() => openPreview('off')}
          >
            {strings.now.stop}
          </Button>
        ) : null}
      </div>
      <div class="now-more stack">
        {lost === null ? <Trouble snapshot={snapshot} /> : null}
        {lost === null ? null : (
          <FailureBlock failure={lost}>
            <Button onClick={() => goTo('diagnostics')}>{strings.now.toDiagnostics}</Button>
            <span class="quiet small">{strings.now.retried}</span>
          </FailureBlock>
        )}
      </div>
    </section>
  );
}

/** Of another process' work, who it is. A line of its own also where there is nothing to say. */
const detailOf = (jenkins: JenkinsState, detail: string): string =>
  (jenkins.kind === 'converging' ? jenkins.step : detail) || ' ';

/** Cancels the work of another process, such as a command that waits for builds. */
function CancelOther() {
  return <Button onClick={() => void runAction('cancel')}>{strings.run.cancel}</Button>;
}

/** Address, version, builds: one line. */
function Line({ snapshot: { jenkins, builds } }: { readonly snapshot: Snapshot }) {
  if (!isUp(jenkins)) return null;
  const version = versionOf(jenkins);
  const parts = [
    pageOf(jenkins),
    ...(version === null ? [] : [strings.now.version(version)]),
    builds.kind === 'known' ? strings.now.builds(builds.running) : strings.now.buildsUnknown,
    ...('queue' in builds && builds.queue !== undefined ? [strings.now.waiting(builds.queue.length)] : []),
  ];
  return <p class="quiet number">{parts.join(' · ')}</p>;
}

function Trouble({ snapshot: { jenkins } }: NowProps) {
  if (jenkins.kind === 'drifted') {
    return (
      <div class="failure failure-warn">
        <Causes causes={jenkins.causes} />
        <div class="row">
          <Button kind="primary" onClick={() => openPreview(jenkins.mode)}>
            {strings.now.repair}
          </Button>
        </div>
      </div>
    );
  }
  if (jenkins.kind === 'failed') {
    return (
      <FailureBlock failure={jenkins.failure} titled={false}>
        <Button kind="primary" onClick={() => openPreview(jenkins.mode)}>
          {strings.now.tryAgain}
        </Button>
        <SettingsBack />
        <LastRun />
      </FailureBlock>
    );
  }
  return null;
}

/** The differences between actual and expected state. */
export function Causes({ causes }: { readonly causes: readonly DriftCause[] }) {
  const { cause, causes: caption } = strings.now;
  return (
    <Table
      caption={caption}
      rows={causes}
      id={({ object }) => object}
      columns={[
        { title: cause.object, cell: ({ object }) => <span class="mono">{object}</span> },
        { title: cause.current, cell: ({ current }) => current },
        { title: cause.desired, cell: ({ desired }) => desired },
      ]}
    />
  );
}
