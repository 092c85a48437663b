import type { GpuSample } from '../../electron/shared/gpu.ts';
import { GPU_DETAILS, GPU_FIELDS, type GpuField, gpuFields } from '../../electron/shared/gpu-fields.ts';

/** Shown for a value that the GPU or its driver does not report. */
export const UNKNOWN = '–';

/** A field's value as the card shows it. */
export const shown = (field: GpuField, gpu: GpuSample): string => field.card(gpu) ?? UNKNOWN;

/** 0 to 1; null if unknown. */
export const memoryShare = (gpu: GpuSample): number | null =>
  gpu.memoryUsedBytes === null || gpu.memoryTotalBytes === null || gpu.memoryTotalBytes === 0
    ? null
    : Math.min(1, gpu.memoryUsedBytes / gpu.memoryTotalBytes);

interface Reading {
  readonly label: string;
  readonly value: string;
  readonly title: string | undefined;
  /** Somebody should look at it. */
  readonly warns: boolean;
}

/** The readings of an expanded card; the last has room for a longer text. */
export const readingsOf = (gpu: GpuSample): readonly Reading[] => {
  const details = GPU_DETAILS.filter(({ card }) => card(gpu) !== null);
  const { heldBack } = gpuFields;
  return [...GPU_FIELDS.filter((field) => field !== heldBack), ...details, heldBack].map((field: GpuField) => ({
    label: field.label,
    value: shown(field, gpu),
    title: field.title,
    warns: field.warns?.(gpu) ?? false,
  }));
};
