import { useEffect, useState } from 'preact/hooks';
import type { Failure } from '../../electron/shared/failure.ts';
import type { LogSource } from '../../electron/shared/log-source.ts';
import { call } from '../store.ts';
import type { LogTerminal } from './terminal.ts';

/** The state of a log: requested, live, or unavailable with the reason. */
export type LogState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'live' }
  | { readonly kind: 'none'; readonly failure: Failure };

const LIVE: LogState = { kind: 'live' };

/** Follows a log in the terminal, through restarts and switches. */
export function useLog(source: LogSource, terminal: LogTerminal | null): LogState {
  const [state, setState] = useState<LogState>({ kind: 'loading' });

  useEffect(() => {
    if (terminal === null) return;
    let current = true;
    terminal.clear();
    const stop = window.jenkinsTray.on('log', (batch) => {
      if (batch.source !== source) return;
      terminal.push(batch.lines);
      setState(LIVE);
    });
    void call('followLog', { source }).then((answer) => {
      if (current) setState(answer.ok ? LIVE : { kind: 'none', failure: answer.failure });
    });
    return () => {
      current = false;
      stop();
      void call('unfollowLog');
    };
  }, [source, terminal]);
  return state;
}
