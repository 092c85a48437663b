import 'uplot/dist/uPlot.min.css';
import './gpus.css';
import type uPlot from 'uplot';
import type { GpuSample, GpuState } from '../../electron/shared/gpu.ts';
import { Cards } from '../gpu/cards.tsx';
import { GpuTrouble } from '../gpu/trouble.tsx';
import { useLooking } from '../gpu/use-history.ts';
import { useSnapshot } from '../store.ts';
import { strings } from '../strings.ts';

export interface GpusProps {
  /** The chart library. */
  readonly Plot: typeof uPlot;
}

/** GPU readings, charts, builds and processes. */
export function Gpus({ Plot }: GpusProps) {
  const { gpu } = useSnapshot();
  useLooking();
  const gpus = shownGpus(gpu);
  if (gpus.length > 0) return <Cards Plot={Plot} gpu={gpu} gpus={gpus} />;
  return (
    <div class="gpus">
      <h1>{strings.gpus.title}</h1>
      <GpuTrouble gpu={gpu} />
    </div>
  );
}

/** The GPUs to show, from the last reading if there is no new one. */
function shownGpus(gpu: GpuState): readonly GpuSample[] {
  if (gpu.kind === 'ok') return gpu.gpus;
  return gpu.kind === 'stale' ? gpu.last : [];
}
