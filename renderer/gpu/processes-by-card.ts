import type { GpuProcessRow, GpuSample } from '../../electron/shared/gpu.ts';

const NONE: readonly GpuProcessRow[] = [];

interface ProcessesByCard {
  /** Null until it is known. */
  of(uuid: string): readonly GpuProcessRow[] | null;
  /** On a split card, processes are listed by the part that they run on, which is no card of its own. */
  readonly elsewhere: readonly GpuProcessRow[];
}

/** The processes by the card that they run on. Each list is the same object on every call, so that nothing renders twice. */
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
