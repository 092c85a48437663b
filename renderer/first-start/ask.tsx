import { useId, useState } from 'preact/hooks';
import type { Failure } from '../../electron/shared/failure.ts';
import { JENKINS_MODES, modeName, RECOMMENDED_MODE } from '../../electron/shared/mode.ts';
import type { EngineState } from '../../electron/shared/snapshot.ts';
import { schema, useLibrary } from '../library.ts';
import { Notices } from '../overview/notices.tsx';
import { Button } from '../parts/button.tsx';
import { Card, ViewHead } from '../parts/card.tsx';
import { FailureBlock } from '../parts/failure.tsx';
import { Mark, SignIcon, Spinner } from '../parts/icons.tsx';
import { runAction } from '../run-action.ts';
import { draftOf, errorAt } from '../settings/draft.ts';
import { call, useQuery, useSnapshot } from '../store.ts';
import { strings } from '../strings.ts';
import { Others } from './others.tsx';
import { setPhase } from './phase.ts';

const CHOICES = [RECOMMENDED_MODE, ...JENKINS_MODES.filter((mode) => mode !== RECOMMENDED_MODE)];

/** Asks for home and mode. The defaults suit most users: the default home, and the mode with only one image to build. */
export function Ask() {
  const s = strings.firstStart;
  const { engine, notices } = useSnapshot();
  const { answer, reload } = useQuery('settings', '');
  const [typed, setTyped] = useState<string | null>(null);
  const [mode, setMode] = useState(RECOMMENDED_MODE);
  const [failure, setFailure] = useState<Failure | null>(null);
  const rules = useLibrary(schema);
  const view = answer.kind === 'loaded' ? answer.value : null;
  const home = typed ?? view?.home ?? '';
  const error =
    view === null || rules === null ? null : errorAt(draftOf(rules, view.settings, { home }).errors, 'home');
  const ready = engine.kind === 'connected' && view !== null && rules !== null && error === null;
  const go = async (): Promise<void> => {
    if (view === null) return;
    // Store only an edited home; otherwise the default of the current user applies.
    const stored =
      typed === null || typed.trim() === view.home ? null : await call('changeSettings', { home: typed.trim() });
    if (stored?.ok === false) setFailure(stored.failure);
    else setPhase({ kind: 'preview', mode });
  };
  return (
    <>
      <ViewHead title={s.title} lead={s.lead} />
      <Notices notices={notices} busy={false} />
      <Card title={s.engine}>
        <Engine engine={engine} />
      </Card>
      {engine.kind !== 'connected' || view === null ? null : (
        <Others
          settings={view.settings}
          changed={() => {
            setTyped(null);
            reload();
          }}
        />
      )}
      <Home value={home} error={error} set={setTyped} />
      <Card title={s.mode} lead={s.modeLater}>
        <div class="mode-choice" role="radiogroup" aria-label={s.mode}>
          {CHOICES.map((one) => (
            <label key={one} class="mode-card">
              <input type="radio" name="mode" checked={mode === one} onChange={() => setMode(one)} />
              <SignIcon sign={one} size={32} />
              <span>
                <strong>{modeName(one)}</strong>
                {one === RECOMMENDED_MODE ? <span class="quiet small"> {s.recommended}</span> : null}
                <span class="mode-gist">
                  {strings.compare.gists[one]}. {s.modeHint[one]}
                </span>
              </span>
            </label>
          ))}
        </div>
      </Card>
      {failure === null ? null : <FailureBlock failure={failure} alert />}
      <div class="row first-foot">
        <Button kind="primary" disabled={!ready} onClick={() => void go()}>
          {s.show}
        </Button>
        <span class="quiet">{s.notYet}</span>
      </div>
    </>
  );
}

function Engine({ engine }: { readonly engine: EngineState }) {
  const s = strings.firstStart;
  if (engine.kind === 'unreachable') return <FailureBlock failure={engine.failure} />;
  return (
    <p class="row first-engine">
      {engine.kind === 'unknown' ? <Spinner /> : <Mark name="good" />}
      {engine.kind === 'unknown' ? s.engineLooking : s.engineFound(engine.version)}
    </p>
  );
}

interface HomeProps {
  readonly value: string;
  readonly error: string | null;
  readonly set: (home: string) => void;
}

function Home({ value, error, set }: HomeProps) {
  const s = strings.firstStart;
  const id = useId();
  const title = strings.settings.chooseFor(s.home);
  const pick = async (): Promise<void> => {
    const picked = await runAction('pickFolder', { title, from: value });
    if (picked !== null && picked.value !== null) set(picked.value);
  };
  return (
    <Card title={s.home} lead={s.homeHint}>
      <div class="field-side">
        <input
          class="input mono"
          type="text"
          aria-label={s.home}
          aria-describedby={id}
          aria-invalid={error !== null}
          spellcheck={false}
          value={value}
          onInput={({ currentTarget }) => set(currentTarget.value)}
        />
        <Button icon="folder" label={title} onClick={() => void pick()}>
          {strings.settings.choose}
        </Button>
      </div>
      <p class="field-error" id={id} aria-live="polite">
        {error}
      </p>
    </Card>
  );
}
