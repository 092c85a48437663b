import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { isAboutBuilds } from '../../electron/shared/consents.ts';
import type { Failure } from '../../electron/shared/failure.ts';
import type { CallParameters } from '../../electron/shared/ipc.ts';
import type { Mode } from '../../electron/shared/mode.ts';
import type { Preview } from '../../electron/shared/preview.ts';
import { call } from '../store.ts';
import { canStart } from './can-start.ts';

type PreviewState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'shown'; readonly preview: Preview }
  | { readonly kind: 'failed'; readonly failure: Failure };

export interface SwitchPreview {
  readonly state: PreviewState;
  readonly agreed: ReadonlySet<string>;
  readonly agree: (id: string, yes: boolean) => void;
  readonly reload: () => void;
  readonly ready: boolean;
  /** Whether something must be done before another look, which `reload` takes. */
  readonly blocked: boolean;
  /** True while the request is being sent. */
  readonly starting: boolean;
  /** Why the request was refused. */
  readonly refused: Failure | null;
  /** Starts the previewed change; resolves to true if main accepted the request. */
  readonly start: () => Promise<boolean>;
}

/** An upgrade, or a restore. */
type Change = Pick<CallParameters<'preview'>[0], 'upgrade' | 'restore'>;

const NONE: readonly string[] = [];
const NOTHING: Change = {};

/** What was agreed to before is not asked again. */
const without = (given: readonly string[], preview: Preview): Preview => ({
  ...preview,
  questions: preview.questions.filter(({ id }) => !given.includes(id)),
});

/**
 * Previews a change of mode, collects consent, and sends the request. `given`: consents from before the preview; `change`:
 * what it brings with it; null: that is not chosen yet, so nothing is previewed.
 */
export function usePreview(
  mode: Mode,
  given: readonly string[] = NONE,
  change: Change | null = NOTHING,
): SwitchPreview {
  const [state, setState] = useState<PreviewState>({ kind: 'loading' });
  const [agreed, setAgreed] = useState<ReadonlySet<string>>(new Set());
  const [starting, setStarting] = useState(false);
  const [refused, setRefused] = useState<Failure | null>(null);
  /** The newest preview counts: another version may have been chosen meanwhile. */
  const rounds = useRef(0);
  const load = useCallback(async () => {
    const round = ++rounds.current;
    setState({ kind: 'loading' });
    if (change === null) return;
    const request = { ...(given.length === 0 ? {} : { consents: [...given] }), ...change };
    const answer = await call('preview', { mode, ...request });
    if (round !== rounds.current) return;
    setState(
      answer.ok
        ? { kind: 'shown', preview: without(given, answer.value) }
        : { kind: 'failed', failure: answer.failure },
    );
  }, [mode, given, change]);
  useEffect(() => void load(), [load]);
  const ready = state.kind === 'shown' && canStart(state.preview, agreed);
  const blocked = state.kind === 'failed' || (state.kind === 'shown' && state.preview.blocks.length > 0);
  const start = async (): Promise<boolean> => {
    if (state.kind !== 'shown' || !ready) return false;
    setStarting(true);
    const asked = state.preview.questions.map(({ id }) => id).filter((id) => agreed.has(id));
    const aboutBuilds = [...agreed].filter(isAboutBuilds);
    const answer = await call('switchMode', {
      mode,
      consents: [...given, ...asked, ...aboutBuilds],
      ...change,
    });
    setStarting(false);
    setRefused(answer.ok ? null : answer.failure);
    // The state has changed since the user agreed: preview again.
    if (!answer.ok) await load();
    return answer.ok;
  };
  const agree = (id: string, yes: boolean): void =>
    setAgreed((before) => new Set(yes ? [...before, id] : [...before].filter((one) => one !== id)));
  const reload = (): void => {
    setRefused(null);
    void load();
  };
  return { state, agreed, agree, reload, ready, blocked, starting, refused, start };
}
