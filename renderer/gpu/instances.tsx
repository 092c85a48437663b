import { formatBytes, formatBytesOf } from '../../electron/shared/format.ts';
import type { GpuInstance } from '../../electron/shared/gpu.ts';
import { strings } from '../strings.ts';
import { UNKNOWN } from './readings.ts';

interface InstancesProps {
  /** Of all GPUs. */
  readonly all: readonly GpuInstance[];
  /** The GPU's. */
  readonly uuid: string;
}

/** The parts of a split GPU, each with its memory. */
export function Instances({ all, uuid }: InstancesProps) {
  const own = all.filter((one) => one.uuid === uuid);
  if (own.length === 0) return null;
  return (
    <dl class="gpu-readings" aria-label={strings.gpus.instances}>
      {own.map((one) => (
        <div key={one.index}>
          <dt>{strings.gpus.instance(one.index, one.profile)}</dt>
          <dd>{memoryOf(one)}</dd>
        </div>
      ))}
    </dl>
  );
}

function memoryOf({ memoryUsedBytes: used, memoryTotalBytes: total }: GpuInstance): string {
  if (used === null) return UNKNOWN;
  return total === null ? formatBytes(used) : formatBytesOf(used, total);
}
