import type { ComponentChildren } from 'preact';
import type { Failure } from '../../electron/shared/failure.ts';
import { logOf, showLog } from '../log/chosen-source.ts';
import { isAboutPlugins, showPlugins } from '../settings/shown-plugins.ts';
import { strings } from '../strings.ts';
import { Button } from './button.tsx';
import { CopyButton } from './copy.tsx';
import { Mark } from './icons.tsx';

/** Longer details are collapsed. */
const SHOWN_LINES = 4;

export interface FailureBlockProps {
  readonly failure: Failure;
  readonly tone?: 'bad' | 'warn';
  /** Buttons that help with the failure. */
  readonly children?: ComponentChildren;
  /** False if the title is already shown above. */
  readonly titled?: boolean;
  /** True for a new failure: screen readers announce it immediately. */
  readonly alert?: boolean;
}

/** A failure: title, cause, fix, and the command to run, with a copy button. */
export function FailureBlock({ failure, tone = 'bad', children, titled = true, alert = false }: FailureBlockProps) {
  const { title, detail, fix, command, code } = failure;
  const log = logOf(failure);
  return (
    <div class={`failure failure-${tone}`} role={alert ? 'alert' : undefined}>
      {titled ? (
        <p class="failure-title">
          <Mark name="bad" />
          <span>{title}</span>
        </p>
      ) : null}
      {detail === '' ? null : <Detail text={detail} />}
      {fix === undefined ? null : (
        <p class="failure-fix">
          <strong>{strings.failure.fix}</strong> {fix}
        </p>
      )}
      {command === undefined ? null : <Command text={command} />}
      <div class="row failure-end">
        {children}
        {isAboutPlugins(failure) ? <Button onClick={showPlugins}>{strings.failure.plugins}</Button> : null}
        {log === null ? null : <Button onClick={() => showLog(log)}>{strings.failure.log}</Button>}
        <span class="failure-code">{code}</span>
      </div>
    </div>
  );
}

function Detail({ text }: { readonly text: string }) {
  const lines = text.trimEnd().split('\n');
  if (lines.length <= SHOWN_LINES) return <p class="failure-detail">{lines.join('\n')}</p>;
  return (
    <>
      <p class="failure-detail">{lines[0]}</p>
      <details class="fold">
        <summary>{strings.failure.more}</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable content must be reachable by keyboard */}
        <pre class="output" tabIndex={0}>
          {lines.slice(1).join('\n')}
        </pre>
      </details>
    </>
  );
}

/** A command to run in a terminal. */
function Command({ text }: { readonly text: string }) {
  return (
    <div class="command">
      <code>{text}</code>
      <CopyButton text={text} label={strings.copy.command(text)} />
    </div>
  );
}
