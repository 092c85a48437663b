import type { GpuSample } from '../../shared/gpu.ts';
import { FIELDS, IDENTITY_FIELDS, readingsOf } from './fields.ts';
import { number, word } from './values.ts';

/** A line of the stream, parsed. */
export type Line =
  | { readonly kind: 'sample'; readonly sample: GpuSample; readonly driver: string | null }
  /** A GPU that does not respond; `bus` is its PCI address, if the line has it. */
  | { readonly kind: 'lost'; readonly bus: string | null; readonly text: string }
  | { readonly kind: 'other'; readonly text: string };

const UUID = /^(GPU|MIG)-[\w/-]+$/;
/** How the driver reports a GPU that fell off the bus, instead of its line or in each of its fields. */
const LOST = /GPU is lost|Unable to determine the device handle|GPU requires reset|fallen off the bus/i;
/** Maximum length of a line that is kept although it is not a reading. */
const MAX_TEXT_CHARACTERS = 500;

/** Reads one line of `--format=csv,noheader,nounits` for these fields. Never throws. */
export function parseLine(line: string, fields: readonly string[] = FIELDS): Line {
  const parts = split(line, fields);
  const of = new Map(fields.map((field, at) => [field, parts?.[at]]));
  const uuid = (of.get('uuid') ?? '').trim();
  if (parts === null || !UUID.test(uuid)) return withoutReading(line);
  const sample: GpuSample = {
    uuid,
    index: number(of.get('index')) ?? 0,
    name: word(of.get('name')) ?? 'NVIDIA GPU',
    ...readingsOf((field) => of.get(field)),
    mig: word(of.get('mig.mode.current')) === 'Enabled',
    lost: /GPU is lost|GPU requires reset/i.test(line) || everyReadingFails(parts, fields),
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

function withoutReading(line: string): Line {
  const text = line.slice(0, MAX_TEXT_CHARACTERS);
  if (!LOST.test(line)) return { kind: 'other', text };
  return { kind: 'lost', bus: /([0-9a-f]{4,8}:[0-9a-f]{2}:[0-9a-f]{2}\.\d)/i.exec(line)?.[1] ?? null, text };
}

/** Splits a line into its fields; null if there are too few. Surplus parts belong to the name, which may contain commas. */
function split(line: string, fields: readonly string[]): string[] | null {
  const parts = line.split(', ').map((part) => part.trim());
  const surplus = parts.length - fields.length;
  if (surplus < 0) return null;
  const name = fields.indexOf('name');
  if (surplus === 0 || name < 0) return parts;
  return [
    ...parts.slice(0, name),
    parts.slice(name, name + surplus + 1).join(', '),
    ...parts.slice(name + surplus + 1),
  ];
}

/** `[N/A]` means an old GPU; an error in every reading means a lost one. */
function everyReadingFails(parts: readonly string[], fields: readonly string[]): boolean {
  const readings = parts.filter((_, at) => !IDENTITY_FIELDS.has(fields[at] ?? ''));
  return readings.length > 0 && readings.every((part) => /^(ERR!|\[?Unknown Error\]?)$/i.test(part));
}
