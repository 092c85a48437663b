import type { GpuProcessRow, GpuSample } from '../../electron/shared/gpu.ts';

const NONE: readonly GpuProcessRow[] = [];

interface ProcessesByCard {
  /** Null until known. */
  of(uuid: string): readonly GpuProcessRow[] | null;
  /** Processes on MIG instances, which have no card. */
  readonly elsewhere: readonly GpuProcessRow[];
}

/** Groups processes by GPU. Each list keeps its identity across calls, to avoid re-renders. */
export function processesByCard(
  rows: readonly GpuProcessRow[] | null,
  gpus: readonly Pick<GpuSample, 'uuid'>[],
): ProcessesByCard {
  const byCard = new Map<string, GpuProcessRow[]>();
  for (const row of rows ?? NONE) byCard.set(row.uuid, [...(byCard.get(row.uuid) ?? []), row]);
  return {
    of: (uuid) => (rows === null ? null : (byCard.get(uuid) ?? NONE)),
    elsewhere: (rows ?? NONE).filter((row) => !gpus.some(({ uuid }) => uuid === row.uuid)),
  };
}
