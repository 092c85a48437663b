import '@xterm/xterm/css/xterm.css';
import './logs.css';
import { useEffect, useRef, useState } from 'preact/hooks';
import { LOG_SOURCES, type LogSource } from '../../electron/shared/log-source.ts';
import { views } from '../../electron/shared/views.ts';
import { chooseLog, useLogSource } from '../log/chosen-source.ts';
import { SearchBar } from '../log/search-bar.tsx';
import { createLogTerminal, type LogMatches, type LogTerminal, type LogTerminalState } from '../log/terminal.ts';
import { useLog } from '../log/use-log.ts';
import type { Xterm } from '../log/xterm.ts';
import { runAction } from '../run-action.ts';
import { strings } from '../strings.ts';

const NO_MATCHES: LogMatches = { at: 0, count: 0 };

export interface LogsProps {
  readonly xterm: Xterm;
}

/** Live logs of Jenkins and the nested engine. */
export function Logs({ xterm }: LogsProps) {
  const text = strings.logs;
  const host = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const [terminal, setTerminal] = useState<LogTerminal | null>(null);
  const source = useLogSource();
  const [view, setView] = useState<LogTerminalState>({ following: true, behind: 0 });
  const [matches, setMatches] = useState(NO_MATCHES);
  const [message, setMessage] = useState('');
  const log = useLog(source, terminal);

  const copy = (from: LogTerminal | null): void => {
    if (from !== null && copyHere(from.text())) setMessage(text.copied);
  };
  const save = async (): Promise<void> => {
    const saved = await runAction('saveLog', { source });
    if (saved !== null && saved.value !== null) setMessage(text.saved(saved.value));
  };

  useEffect(() => {
    if (host.current === null) return;
    const made = createLogTerminal(xterm, host.current, {
      state: setView,
      matches: setMatches,
      copy: () => copy(made),
      search: () => field.current?.select(),
    });
    setTerminal(made);
    return () => made.dispose();
  }, []);

  return (
    <div class="logs">
      <div class="logs-bar">
        <h1 class="logs-title">{views.logs}</h1>
        <Sources
          source={source}
          choose={(next) => {
            chooseLog(next);
            setMessage('');
          }}
        />
        <SearchBar field={field} matches={matches} find={(wanted, where) => terminal?.find(wanted, where)} />
        <div class="logs-acts">
          <button type="button" class="button" title={text.copyTitle} onClick={() => copy(terminal)}>
            {text.copy}
          </button>
          <button type="button" class="button" title={text.saveTitle} onClick={save}>
            {text.save}
          </button>
        </div>
      </div>
      <div class="logs-view" role="tabpanel" id="log-panel" aria-labelledby={`log-tab-${source}`}>
        <div ref={host} class="logs-terminal" />
        {log.kind === 'none' && (
          <div class="logs-none" role="status">
            <p>{log.failure.title}</p>
            <p class="quiet">{log.failure.code === 'jenkins/unreachable' ? text.none[source] : log.failure.fix}</p>
          </div>
        )}
        {!view.following && (
          <button type="button" class="button logs-follow" onClick={() => terminal?.follow()}>
            {text.follow(view.behind)}
          </button>
        )}
      </div>
      <p class="logs-said" role="status">
        {message}
      </p>
    </div>
  );
}

/** Copies without main: the scrollback may be megabytes. */
function copyHere(all: string): boolean {
  const put = (event: ClipboardEvent): void => {
    event.clipboardData?.setData('text/plain', all);
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  document.addEventListener('copy', put, { capture: true, once: true });
  try {
    return document.execCommand('copy');
  } finally {
    document.removeEventListener('copy', put, { capture: true });
  }
}

interface SourcesProps {
  readonly source: LogSource;
  choose(source: LogSource): void;
}

/** The logs as tabs; arrow keys switch between them. */
function Sources({ source, choose }: SourcesProps) {
  const keys = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    event.preventDefault();
    const step = event.key === 'ArrowLeft' ? LOG_SOURCES.length - 1 : 1;
    const next = LOG_SOURCES[(LOG_SOURCES.indexOf(source) + step) % LOG_SOURCES.length] ?? source;
    choose(next);
    document.getElementById(`log-tab-${next}`)?.focus();
  };
  return (
    <div class="segments" role="tablist" aria-label={strings.logs.sourcesLabel} onKeyDown={keys}>
      {LOG_SOURCES.map((one) => (
        <button
          key={one}
          type="button"
          role="tab"
          id={`log-tab-${one}`}
          class="segment"
          aria-selected={one === source}
          aria-controls="log-panel"
          tabIndex={one === source ? 0 : -1}
          onClick={() => choose(one)}
        >
          {strings.logs.sources[one]}
        </button>
      ))}
    </div>
  );
}
