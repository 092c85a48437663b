/** Number formats, the same in window, tray and command line. */

/** Bytes in a mebibyte and a gibibyte. */
export const MIB = 1024 ** 2;
export const GIB = 1024 ** 3;

const BYTE_UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;

/** The power of 1024 whose unit suits this many bytes. */
function byteExponent(bytes: number): number {
  let exponent = 0;
  while (Math.abs(bytes) >= 1024 ** (exponent + 1) && exponent < BYTE_UNITS.length - 1) exponent += 1;
  return exponent;
}

/** `1536` → `1.5 KiB`. */
export function formatBytes(bytes: number): string {
  const exponent = byteExponent(bytes);
  const value = bytes / 1024 ** exponent;
  const digits = exponent === 0 || Math.abs(value) >= 100 ? 0 : 1;
  return `${value.toFixed(digits)} ${BYTE_UNITS[exponent] ?? ''}`;
}

/** `3.1 of 10.0 GiB`: both in the unit of the whole. */
export function formatBytesOf(part: number, whole: number): string {
  const value = part / 1024 ** byteExponent(whole);
  return partOf(value.toFixed(value < 100 ? 1 : 0), formatBytes(whole));
}

/** `220 of 320 W`. */
export const partOf = (part: string, whole: string): string => `${part} of ${whole}`;
export const formatPercent = (percent: number): string => `${Math.round(percent)} %`;
export const formatWatts = (watts: number): string => `${Math.round(watts)} W`;
export const formatCelsius = (degrees: number): string => `${degrees} °C`;

/** Milliseconds in the two largest units that matter: `850 ms`, `4.2 s`, `3 min 5 s`, `2 h 10 min`, `3 d 4 h`. */
export function formatDuration(milliseconds: number): string {
  const ms = Math.max(0, milliseconds);
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 10_000) return `${(Math.floor(ms / 100) / 10).toFixed(1)} s`;
  const seconds = Math.floor(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return pair(minutes, 'min', seconds % 60, 's');
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return pair(hours, 'h', minutes % 60, 'min');
  return pair(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

const pair = (major: number, majorUnit: string, minor: number, minorUnit: string): string =>
  minor === 0 ? `${major} ${majorUnit}` : `${major} ${majorUnit} ${minor} ${minorUnit}`;

/** How long ago `at` was, both in milliseconds since 1970: `just now`, `3 min ago`. Only the largest unit. */
export function formatAge(at: number, now: number): string {
  const seconds = Math.floor((now - at) / 1000);
  if (seconds < 5) return 'just now';
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ago`;
  return `${Math.floor(seconds / 86_400)} d ago`;
}

/** `3 builds`, `1 build`. */
export const count = (amount: number, singular: string, plural = `${singular}s`): string =>
  `${amount} ${amount === 1 ? singular : plural}`;

/** `a`, `a or b`, `a, b or c`. */
export const oneOf = (names: readonly string[]): string =>
  [names.slice(0, -1).join(', '), ...names.slice(-1)].filter((part) => part !== '').join(' or ');

/** A dash for an unknown value: lost and older GPUs have gaps, and a zero would be wrong. */
export const orDash = (value: number | null, show: (known: number) => string = String): string =>
  value === null ? '-' : show(value);
