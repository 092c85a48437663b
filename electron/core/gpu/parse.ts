import type { Failure } from '../../shared/failure.ts';
import type { GpuSample } from '../../shared/gpu.ts';
import { isGpuUuid } from '../../shared/gpu-uuid.ts';
import { FIELDS, IDENTITY_FIELDS, OPTIONAL_FIELDS, readingsOf } from './fields.ts';
import { failureOfMessage } from './smi-messages.ts';
import { number, percent, word } from './values.ts';

/** A line of the stream, parsed. */
export type Line =
  | { readonly kind: 'sample'; readonly sample: GpuSample; readonly driver: string | null }
  /** A message about a GPU instead of its readings, or a warning. */
  | { readonly kind: 'trouble'; readonly failure: Failure }
  | { readonly kind: 'other'; readonly text: string };

/** Maximum length of a line that is kept although it is not a reading. */
const MAX_TEXT_CHARACTERS = 500;

/** Reads one line of `--format=csv,noheader,nounits` for these fields. Never throws. */
export function parseLine(line: string, fields: readonly string[] = FIELDS): Line {
  const parts = split(line, fields);
  const of = new Map(fields.map((field, at) => [field, parts?.[at]]));
  const uuid = (of.get('uuid') ?? '').trim();
  if (parts === null || !isGpuUuid(uuid)) return withoutReading(line);
  const sample: GpuSample = {
    uuid,
    index: number(of.get('index')) ?? 0,
    name: word(of.get('name')) ?? 'NVIDIA GPU',
    ...readingsOf((field) => of.get(field)),
    mig: word(of.get('mig.mode.current')) === 'Enabled',
    lost: /GPU is lost/i.test(line) || everyReadingFails(parts, fields),
    recovery: recoveryOf(of.get('gpu_recovery_action'), line),
    bus: word(of.get('pci.bus_id')),
    unified: isUnified(of),
  };
  return { kind: 'sample', sample, driver: word(of.get('driver_version')) };
}

/** A lost GPU as last seen: its identity is kept, its readings are not. */
export const lostSample = (gpu: GpuSample): GpuSample => ({
  ...gpu,
  ...readingsOf(() => undefined),
  memoryTotalBytes: gpu.memoryTotalBytes,
  powerLimitWatts: gpu.powerLimitWatts,
  lost: true,
});

/** A GPU that only says that it needs a reset. */
export const resetSample = (gpu: GpuSample): GpuSample => ({ ...lostSample(gpu), lost: false, recovery: 'Reset' });

function withoutReading(line: string): Line {
  const text = line.slice(0, MAX_TEXT_CHARACTERS);
  const failure = failureOfMessage(text);
  return failure === null ? { kind: 'other', text } : { kind: 'trouble', failure };
}

/** What the driver asks for: newer ones name it, older ones print that a reset is required instead of readings. */
function recoveryOf(action: string | undefined, line: string): string | null {
  const named = word(action);
  if (named !== null && /reset|reboot|drain/i.test(named)) return named;
  return /requires reset/i.test(line) ? 'Reset' : null;
}

/** Splits a line into its fields; null if there are too few. Surplus parts belong to the name, which may contain commas. */
function split(line: string, fields: readonly string[]): string[] | null {
  const parts = line.split(', ').map((part) => part.trim());
  const surplus = parts.length - fields.length;
  if (surplus < 0) return null;
  const name = fields.indexOf('name');
  if (surplus === 0) return parts;
  return [
    ...parts.slice(0, name),
    parts.slice(name, name + surplus + 1).join(', '),
    ...parts.slice(name + surplus + 1),
  ];
}

/** Memory that does not exist, beside a load that does: a card without any reading is broken, not unified. */
const isUnified = (of: ReadonlyMap<string, string | undefined>): boolean =>
  ['memory.used', 'memory.total'].every((field) => /^\[?(N\/A|Not Supported)\]?$/i.test(of.get(field)?.trim() ?? '')) &&
  percent(of.get('utilization.gpu')) !== null;

/** `[N/A]` means an old GPU; an error in every reading means a lost one. */
function everyReadingFails(parts: readonly string[], fields: readonly string[]): boolean {
  const readings = parts.filter((_, at) => {
    const field = fields[at] ?? '';
    // Without ECC or an encoder a field stays [N/A] also on a lost card.
    return !IDENTITY_FIELDS.has(field) && !OPTIONAL_FIELDS.has(field);
  });
  return readings.length > 0 && readings.every((part) => /^(ERR!|\[?Unknown Error\]?)$/i.test(part));
}
