import { useEffect, useMemo, useState } from 'preact/hooks';
import type { GpuProcessRow, GpuSpan, GpuState } from '../../electron/shared/gpu.ts';
import { call } from '../store.ts';
import { GpuModel } from './model.ts';

/** Milliseconds after which the history is fetched anew: for its bands, and for what came while nobody looked. */
const REFETCH: Readonly<Record<GpuSpan, number>> = { '10min': 10_000, '1h': 10_000, '24h': 60_000 };
const PROCESSES = 10_000;

/** Runs at once, each `ms` while the window is seen, and when it is seen again. */
function useEvery(ms: number, run: () => void, because: readonly unknown[]): void {
  useEffect(() => {
    const act = (): void => {
      if (!document.hidden) run();
    };
    act();
    const timer = setInterval(act, ms);
    document.addEventListener('visibilitychange', act);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', act);
    };
  }, [ms, ...because]);
}

/** The history of a span, fetched and then kept up with each reading; `changed` is called after each change. */
export function useHistory(span: GpuSpan, gpu: GpuState, changed: () => void): GpuModel {
  const model = useMemo(() => new GpuModel(), []);
  useEvery(REFETCH[span], () => {
    void call('gpuHistory', { span }).then((answer) => {
      if (!answer.ok || answer.value.span !== span) return;
      model.set(answer.value);
      changed();
    });
  }, [span]);
  useEffect(() => {
    if (gpu.kind !== 'ok' || model.span !== span) return;
    model.append(gpu.at, gpu.gpus);
    changed();
  }, [gpu, span]);
  return model;
}

/** Who is on the GPUs; null until it is known. */
export function useProcesses(wanted: boolean): readonly GpuProcessRow[] | null {
  const [rows, setRows] = useState<readonly GpuProcessRow[] | null>(null);
  useEvery(PROCESSES, () => {
    if (!wanted) return;
    void call('gpuProcesses').then((answer) => {
      if (answer.ok) setRows(answer.value);
    });
  }, [wanted]);
  return rows;
}
