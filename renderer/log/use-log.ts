import { useEffect, useRef, useState } from 'preact/hooks';
import type { Failure } from '../../electron/shared/failure.ts';
import type { LogSource } from '../../electron/shared/log-source.ts';
import type { JenkinsState } from '../../electron/shared/snapshot.ts';
import { call, useSnapshot } from '../store.ts';
import type { LogTerminal } from './terminal.ts';

/** The state of a log: requested, live, or unavailable with the reason. */
export type LogState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'live' }
  | { readonly kind: 'none'; readonly failure: Failure };

/** Follows a log in the terminal; starts over if the container changes. */
export function useLog(source: LogSource, terminal: LogTerminal | null): LogState {
  const { jenkins } = useSnapshot();
  const container = containerKey(jenkins);
  const [state, setState] = useState<LogState>({ kind: 'loading' });
  const shown = useRef('');

  useEffect(() => {
    if (terminal === null) return;
    let current = true;
    // Keep the last lines of a Jenkins that ended until there is another log to show.
    const fresh = `${source} ${container}`;
    if (shown.current !== fresh) terminal.clear();
    shown.current = fresh;
    const stop = window.jenkinsTray.on('log', (batch) => {
      if (batch.source === source) terminal.push(batch.lines);
    });
    void call('followLog', { source }).then((answer) => {
      if (current) setState(answer.ok ? { kind: 'live' } : { kind: 'none', failure: answer.failure });
    });
    return () => {
      current = false;
      stop();
      void call('unfollowLog');
    };
  }, [source, terminal, container]);
  return state;
}

/** Changes when the container may have changed or restarted; not with every step of a switch. */
function containerKey(jenkins: JenkinsState): string {
  switch (jenkins.kind) {
    case 'running':
    case 'restarting':
    case 'drifted':
    case 'failed':
    case 'converging':
      return `${jenkins.kind} ${jenkins.mode}`;
    default:
      return jenkins.kind;
  }
}
