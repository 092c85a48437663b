import { useEffect, useRef } from 'preact/hooks';
import { formatDuration } from '../../electron/shared/format.ts';
import type { StepProgress } from '../../electron/shared/snapshot.ts';
import { type StepIdentity, type StepKind, stepWords } from '../../electron/shared/step-words.ts';
import { Mark, Spinner } from '../parts/icons.tsx';
import type { Working } from '../store.ts';
import { strings } from '../strings.ts';
import { elapsedOf } from './elapsed.ts';

export interface StepsProps {
  readonly activity: Working;
  /** The current time, for the running step's time; null once the run has ended. */
  readonly now: number | null;
  /** Output of steps that print, shown below the last one that started. */
  readonly output: readonly string[];
}

const PRINTS: readonly StepKind[] = ['build-image', 'copy-home'];

/** `cancelled`: it was cut off by the user, which is no failure. */
type ShownState = StepProgress['state'] | 'cancelled';
const shownState = ({ state, isCutOff }: StepProgress): ShownState => (isCutOff ? 'cancelled' : state);

/** A run's steps with their state and time. */
export function Steps({ activity, now, output }: StepsProps) {
  const printed = activity.steps.findLastIndex(({ kind, state }) => PRINTS.includes(kind) && state !== 'waiting');
  return (
    <ol class="steps">
      {activity.steps.map((step, at) => (
        // Two steps of one plan may have the same text, so the key includes the index.
        <li key={`${at} ${step.text}`} class={`step step-${shownState(step)}`}>
          <StepMark state={shownState(step)} />
          <Words step={step} />
          <span class="step-time number">{time(activity, step, now)}</span>
          {at === printed && output.length > 0 ? <Output lines={output} /> : null}
        </li>
      ))}
    </ol>
  );
}

function StepMark({ state }: { readonly state: ShownState }) {
  return (
    <span class="step-mark">
      {state === 'running' ? <Spinner /> : <Mark name={state === 'cancelled' ? 'stopped' : state} />}
      <span class="unseen">{strings.stepStates[state]}</span>
    </span>
  );
}

function Words({ step }: { readonly step: StepIdentity }) {
  const { verb, object, detail } = stepWords(step);
  return (
    <span class="step-words">
      {verb} <span class="mono">{object}</span> {detail === '' ? null : <span class="step-detail">{detail}</span>}
    </span>
  );
}

function time(activity: Working, step: StepProgress, now: number | null): string {
  if (step.state === 'waiting') return '';
  if (step.state === 'running') return now === null ? '' : formatDuration(elapsedOf(activity, step, now));
  return formatDuration(step.elapsed);
}

/** Output of an image build; scrolls to the end unless the user scrolled up. */
function Output({ lines }: { readonly lines: readonly string[] }) {
  const box = useRef<HTMLPreElement>(null);
  const atEnd = useRef(true);
  useEffect(() => {
    if (box.current !== null && atEnd.current) box.current.scrollTop = box.current.scrollHeight;
  }, [lines]);
  return (
    <pre
      ref={box}
      class="output step-output"
      role="log"
      aria-live="off"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable content must be reachable by keyboard
      tabIndex={0}
      aria-label={strings.run.output}
      onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
        atEnd.current = scrollTop + clientHeight >= scrollHeight - 8;
      }}
    >
      {lines.join('\n')}
    </pre>
  );
}
