import './diagnostics.css';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Failure } from '../../electron/shared/failure.ts';
import { formatDuration } from '../../electron/shared/format.ts';
import type { Check } from '../../electron/shared/snapshot.ts';
import { views } from '../../electron/shared/views.ts';
import { type Redact, reportText, tally } from '../diagnostics/report.ts';
import { Button } from '../parts/button.tsx';
import { Card, ViewHead } from '../parts/card.tsx';
import { CopyButton } from '../parts/copy.tsx';
import { FailureBlock } from '../parts/failure.tsx';
import { Spinner } from '../parts/icons.tsx';
import { runAction } from '../run-action.ts';
import { call, useSnapshot } from '../store.ts';
import { strings } from '../strings.ts';
import { useNow } from '../time.ts';

/** The state of the checks; the last results stay visible while they run again. */
interface Checkup {
  readonly running: { readonly gpu: boolean; readonly since: number } | null;
  readonly checks: readonly Check[];
  readonly failure: Failure | null;
}

/** The checks with their fixes, and a report to copy, without what `redact` hides. */
export function Diagnostics({ redact }: { readonly redact: Redact }) {
  const text = strings.diagnostics;
  const snapshot = useSnapshot();
  const [{ running, checks, failure }, setCheckup] = useState<Checkup>({ running: null, checks: [], failure: null });
  const [versions, setVersions] = useState<Readonly<Record<string, string>>>({});
  const shown = useRef(true);

  const run = async (gpu: boolean): Promise<void> => {
    setCheckup((before) => ({ ...before, running: { gpu, since: Date.now() }, failure: null }));
    const answer = await call('doctor', { gpu });
    if (!shown.current) return;
    setCheckup((before) => ({
      running: null,
      checks: answer.ok ? answer.value : before.checks,
      failure: answer.ok ? null : answer.failure,
    }));
  };
  useEffect(() => {
    shown.current = true;
    void run(false);
    void call('versions').then((answer) => answer.ok && setVersions(answer.value));
    return () => {
      shown.current = false;
    };
  }, []);

  return (
    <div class="diagnostics">
      <ViewHead title={views.diagnostics} lead={text.lead}>
        <Button onClick={() => void run(false)} disabled={running !== null}>
          {text.again}
        </Button>
        <Button onClick={() => void run(true)} disabled={running !== null}>
          {text.ladder}
        </Button>
      </ViewHead>
      <p class="diagnostics-state" role="status">
        {running === null ? checks.length > 0 && text.found(tally(checks)) : <Running {...running} />}
      </p>
      {failure !== null && <FailureBlock failure={failure} alert />}
      {checks.length > 0 && (
        <ul class="checks" aria-label={text.checks} aria-busy={running !== null}>
          {checks.map((check) => (
            <CheckRow key={check.id} check={check} />
          ))}
        </ul>
      )}
      <Card
        title={text.report}
        lead={text.reportLead}
        actions={
          <>
            <Button kind="quiet" icon="folder" onClick={() => void runAction('openLogFolder')}>
              {text.logFolder}
            </Button>
            <CopyButton text={reportText({ checks, versions, snapshot }, redact)}>{text.copyReport}</CopyButton>
          </>
        }
      >
        <dl class="facts">
          {Object.entries(versions).map(([name, version]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{version}</dd>
            </div>
          ))}
        </dl>
      </Card>
    </div>
  );
}

/** Screen readers announce the text, not the running time. */
function Running({ gpu, since }: { readonly gpu: boolean; readonly since: number }) {
  const now = useNow(1000);
  return (
    <>
      <Spinner /> {gpu ? strings.diagnostics.runningLadder : strings.diagnostics.running}
      <span class="quiet" aria-hidden="true">
        {formatDuration(Math.floor((now - since) / 1000) * 1000)}
      </span>
    </>
  );
}

const SIGNS: Readonly<Record<Check['state'], string>> = { ok: '✓', warning: '!', failed: '✗', skipped: '–' };

function CheckRow({ check }: { readonly check: Check }) {
  const { state, title, detail, failure } = check;
  return (
    <li class={`check check-${state}`}>
      <span class="check-sign" role="img" aria-label={strings.diagnostics.states[state]}>
        {SIGNS[state]}
      </span>
      <div class="check-text">
        <h2>{title}</h2>
        {/* The failure below contains the detail. */}
        {detail !== failure?.title && <p class="quiet">{detail}</p>}
        {failure !== null && <FailureBlock failure={failure} tone={state === 'failed' ? 'bad' : 'warn'} />}
      </div>
    </li>
  );
}
