import type { ComponentChildren } from 'preact';
import { asksAboutBuilds, asksToInterrupt } from '../../electron/shared/consents.ts';
import { formatDuration } from '../../electron/shared/format.ts';
import type { Preview, PreviewStart, Question } from '../../electron/shared/preview.ts';
import type { BuildsState } from '../../electron/shared/snapshot.ts';
import { BuildName } from '../parts/build-name.tsx';
import { FailureBlock } from '../parts/failure.tsx';
import { Mark } from '../parts/icons.tsx';
import { strings } from '../strings.ts';
import { BuildChoice } from './build-choice.tsx';

export interface PreviewViewProps {
  readonly preview: Preview;
  /** Ids of the questions that the user agreed to. */
  readonly agreed: ReadonlySet<string>;
  readonly agree: (id: string, yes: boolean) => void;
}

/** What a change would do, most important first; the exact steps are collapsed. */
export function PreviewView({ preview, agreed, agree }: PreviewViewProps) {
  const s = strings.preview;
  const { blocks, questions, stops, starts, images, steps, builds } = preview;
  if (steps.length === 0) return <p>{s.nothing}</p>;
  const calm = preview.awaySeconds === null && preview.to !== 'off';
  return (
    <>
      <Blocks blocks={blocks} />
      <p class={calm ? 'preview-away preview-calm' : 'preview-away'}>
        <Mark name={calm ? 'good' : 'bad'} />
        <span>{downtimeText(preview)}</span>
      </p>
      <Questions preview={preview} agreed={agreed} agree={agree} />
      {stops.length === 0 || questions.some(({ id }) => asksToInterrupt(id)) ? null : <Interrupted builds={builds} />}
      <div class="preview-both">
        {stops.length === 0 ? null : (
          <Part title={s.stops}>
            <ul>
              {stops.map((name) => (
                <li key={name} class="preview-object">
                  <Mark name="stopped" /> <span class="mono">{name}</span>
                </li>
              ))}
            </ul>
          </Part>
        )}
        {starts.length === 0 ? null : (
          <Part title={s.starts}>
            <ul class="stack">
              {starts.map((start) => (
                <Start key={start.name} start={start} />
              ))}
            </ul>
          </Part>
        )}
      </div>
      {images.length === 0 ? null : (
        <Part title={s.images}>
          <ul>
            {images.map((name) => (
              <li key={name} class="mono">
                {name}
              </li>
            ))}
          </ul>
        </Part>
      )}
      <details class="fold">
        <summary>{s.exact(steps.length)}</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable content must be reachable by keyboard */}
        <pre class="output preview-steps" tabIndex={0}>
          {steps.map(({ text }) => text).join('\n')}
        </pre>
      </details>
    </>
  );
}

/** What must be fixed first. */
function Blocks({ blocks }: Pick<Preview, 'blocks'>) {
  if (blocks.length === 0) return null;
  return (
    <Part title={strings.preview.blocked}>
      {blocks.map((failure) => (
        <FailureBlock key={`${failure.code} ${failure.title}`} failure={failure} />
      ))}
    </Part>
  );
}

/** What needs the user's consent. */
function Questions({ preview: { questions, requeues }, agreed, agree }: PreviewViewProps) {
  if (questions.length === 0) return null;
  return (
    <fieldset class="stack">
      <legend class="preview-title">{strings.preview.questions}</legend>
      {questions.map((question) =>
        asksAboutBuilds(question.id) ? (
          <BuildChoice
            key={question.id}
            question={question}
            requeues={requeues !== false}
            agreed={agreed}
            agree={agree}
          />
        ) : (
          <Consent key={question.id} question={question} yes={agreed.has(question.id)} agree={agree} />
        ),
      )}
    </fieldset>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ComponentChildren }) {
  return (
    <section class="preview-part">
      <h3 class="preview-title">{title}</h3>
      {children}
    </section>
  );
}

function downtimeText({ awaySeconds, to }: Preview): string {
  const s = strings.preview;
  if (to === 'off') return s.stopped;
  return awaySeconds === null ? s.uninterrupted : s.unavailable(formatDuration(awaySeconds * 1000 + 999));
}

interface ConsentProps {
  readonly question: Question;
  readonly yes: boolean;
  readonly agree: (id: string, yes: boolean) => void;
}

function Consent({ question: { id, text, detail }, yes, agree }: ConsentProps) {
  return (
    <label class="consent">
      <input type="checkbox" checked={yes} onChange={({ currentTarget }) => agree(id, currentTarget.checked)} />
      <span>
        <span class="consent-text">{text}</span>
        {detail === '' ? null : <span class="quiet">{detail}</span>}
      </span>
    </label>
  );
}

function Interrupted({ builds }: { readonly builds: BuildsState }) {
  const s = strings.preview;
  if (builds.kind === 'unknown') {
    return builds.why === '' ? null : (
      <Part title={s.buildsUnknown}>
        <p>{builds.why}</p>
      </Part>
    );
  }
  if (builds.list.length === 0) return null;
  return (
    <Part title={s.builds}>
      <ul>
        {builds.list.map(({ job, number }) => (
          <li key={`${job} ${number}`}>
            <BuildName build={{ job, number }} />
          </li>
        ))}
      </ul>
    </Part>
  );
}

function Start({ start: { name, ports, mounts } }: { readonly start: PreviewStart }) {
  const s = strings.preview;
  return (
    <li class="preview-object">
      <Mark name="play" />
      <div>
        <span class="mono">{name}</span>
        <dl class="preview-facts">
          <Places name={s.ports} values={ports} />
          <Places name={s.mounts} values={mounts} />
        </dl>
      </div>
    </li>
  );
}

function Places({ name, values }: { readonly name: string; readonly values: readonly string[] }) {
  if (values.length === 0) return null;
  return (
    <div>
      <dt class="quiet small">{name}</dt>
      <dd>
        {values.map((value) => (
          <div key={value} class="mono small">
            {value}
          </div>
        ))}
      </dd>
    </div>
  );
}
