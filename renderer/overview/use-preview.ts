import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Failure } from '../../electron/shared/failure.ts';
import type { Mode } from '../../electron/shared/mode.ts';
import type { Preview } from '../../electron/shared/snapshot.ts';
import { call } from '../store.ts';
import { canBegin } from './can-begin.ts';

type PreviewState =
  | { readonly kind: 'looking' }
  | { readonly kind: 'shown'; readonly preview: Preview }
  | { readonly kind: 'failed'; readonly failure: Failure };

export interface Previewing {
  readonly state: PreviewState;
  readonly agreed: ReadonlySet<string>;
  readonly agree: (id: string, yes: boolean) => void;
  readonly look: () => void;
  readonly ready: boolean;
  /** True while the request is being sent. */
  readonly beginning: boolean;
  /** Why the request was refused. */
  readonly refused: Failure | null;
  /** Starts the previewed change; resolves to true if main accepted the request. */
  readonly begin: () => Promise<boolean>;
}

/** Previews a change of mode, collects consent, and sends the request. */
export function usePreview(mode: Mode): Previewing {
  const [state, setState] = useState<PreviewState>({ kind: 'looking' });
  const [agreed, setAgreed] = useState<ReadonlySet<string>>(new Set());
  const [beginning, setBeginning] = useState(false);
  const [refused, setRefused] = useState<Failure | null>(null);
  const look = useCallback(async () => {
    setState({ kind: 'looking' });
    const answer = await call('preview', { mode });
    setState(answer.ok ? { kind: 'shown', preview: answer.value } : { kind: 'failed', failure: answer.failure });
  }, [mode]);
  useEffect(() => void look(), [look]);
  const ready = state.kind === 'shown' && canBegin(state.preview, agreed);
  const begin = async (): Promise<boolean> => {
    if (state.kind !== 'shown' || !ready) return false;
    setBeginning(true);
    const asked = state.preview.questions.map(({ id }) => id).filter((id) => agreed.has(id));
    const answer = await call('switchMode', { mode, consents: asked });
    setBeginning(false);
    setRefused(answer.ok ? null : answer.failure);
    // The state has changed since the user agreed: preview again.
    if (!answer.ok) await look();
    return answer.ok;
  };
  const agree = (id: string, yes: boolean): void =>
    setAgreed((before) => new Set(yes ? [...before, id] : [...before].filter((one) => one !== id)));
  const lookAgain = (): void => {
    setRefused(null);
    void look();
  };
  return { state, agreed, agree, look: lookAgain, ready, beginning, refused, begin };
}
