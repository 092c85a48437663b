import { useEffect, useState } from 'preact/hooks';
import type { GpuListing, GpuState } from '../../electron/shared/gpu.ts';
import type { GpuSpan } from '../../electron/shared/gpu-history.ts';
import { call } from '../store.ts';
import type { GpuModel } from './model.ts';

/** How often the history is fetched again, for new bands and for readings taken while the window was hidden. */
const REFETCH_MS: Readonly<Record<GpuSpan, number>> = { '10min': 10_000, '1h': 10_000, '24h': 60_000 };
/** How often the last listing is fetched: main lists the processes itself, and only every ten seconds. */
const PROCESSES_MS = 3000;

/** Runs immediately, every `ms` while the window is visible, and when it becomes visible again. */
function useEvery(ms: number, run: () => void, dependencies: readonly unknown[]): void {
  useEffect(() => {
    const runIfVisible = (): void => {
      if (!document.hidden) run();
    };
    runIfVisible();
    const timer = setInterval(runIfVisible, ms);
    document.addEventListener('visibilitychange', runIfVisible);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', runIfVisible);
    };
  }, [ms, ...dependencies]);
}

/** Tells main while the view is looked at, so that a reading comes each second. */
export function useLooking(): void {
  useEffect(() => {
    const tell = (looking: boolean): void => void call('lookAtGpus', { looking });
    const visible = (): void => tell(!document.hidden);
    visible();
    document.addEventListener('visibilitychange', visible);
    return () => {
      document.removeEventListener('visibilitychange', visible);
      tell(false);
    };
  }, []);
}

/** Loads a span's history into the model and appends each reading; `changed` is called after each change. */
export function useHistory(model: GpuModel, span: GpuSpan, gpu: GpuState, changed: () => void): void {
  useEvery(REFETCH_MS[span], () => {
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
}

/** The processes on the GPUs, as last listed; null until asked for. */
export function useProcesses(wanted: boolean): GpuListing | null {
  const [listing, setListing] = useState<GpuListing | null>(null);
  useEvery(PROCESSES_MS, () => {
    if (!wanted) return;
    void call('gpuProcesses').then((answer) => {
      if (answer.ok) setListing(answer.value);
    });
  }, [wanted]);
  return listing;
}
