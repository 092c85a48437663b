/** Bits of nvmlClocksThrottleReasons (nvml.h); 0x1 is idle, which is not a slowdown. */
const REASONS: readonly (readonly [bigint, string])[] = [
  [0x2n, 'applications clocks setting'],
  [0x4n, 'power cap'],
  [0x8n, 'hardware slowdown'],
  [0x10n, 'sync boost'],
  [0x20n, 'thermal slowdown (software)'],
  [0x40n, 'thermal slowdown (hardware)'],
  [0x80n, 'power brake'],
  [0x100n, 'display clock setting'],
];

/** The reasons in a bit mask such as `0x0000000000000004`; null where it is no mask. */
export function throttleReasons(text: string | undefined): readonly string[] | null {
  const trimmed = (text ?? '').trim();
  if (!/^0x[0-9a-f]{1,16}$/i.test(trimmed)) return null;
  const mask = BigInt(trimmed);
  return REASONS.filter(([bit]) => (mask & bit) !== 0n).map(([, name]) => name);
}
