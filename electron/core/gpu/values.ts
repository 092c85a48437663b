import { MIB } from '../../shared/format.ts';

/** A number, or null for `[N/A]`, `[Not Supported]`, `ERR!`, `[Unknown Error]`, `[GPU is lost]` and anything else. */
export function number(text: string | undefined): number | null {
  const trimmed = (text ?? '').trim().replace(/ (%|MiB|W|MHz|C)$/, '');
  if (!/^-?\d+(\.\d+)?$/.test(trimmed)) return null;
  const value = Number(trimmed);
  return Number.isFinite(value) ? value : null;
}

/** A word; null for `[N/A]` and similar. */
export function word(text: string | undefined): string | null {
  const trimmed = (text ?? '').trim();
  return trimmed === '' || trimmed.startsWith('[') || /^(N\/A|ERR!|Unknown Error)$/i.test(trimmed) ? null : trimmed;
}

/** A size that nvidia-smi prints in MiB, in bytes. */
export function bytes(text: string | undefined): number | null {
  const mebibytes = number(text);
  return mebibytes === null || mebibytes < 0 ? null : mebibytes * MIB;
}

/** Drops only impossible values: by nvidia-smi's manual, fans may run at up to 110 %. */
export function percent(text: string | undefined): number | null {
  const value = number(text);
  return value === null || value < 0 || value > 200 ? null : value;
}
