/** A reason for reduced GPU clocks. */
interface ThrottleReason {
  /** Its bit in nvmlClocksThrottleReasons (nvml.h). */
  readonly bit: bigint;
  /** In the driver's terms. */
  readonly name: string;
  /** In plain English, after "held back by". */
  readonly words: string;
}

/** All reasons that slow a GPU down; bit 0x1 is idle, which is not a slowdown. */
export const THROTTLE_REASONS: readonly ThrottleReason[] = [
  { bit: 0x2n, name: 'applications clocks setting', words: 'an application clock setting' },
  { bit: 0x4n, name: 'power cap', words: 'its power limit' },
  { bit: 0x8n, name: 'hardware slowdown', words: 'the hardware: too hot, or too little power' },
  { bit: 0x10n, name: 'sync boost', words: 'the other GPUs of its group' },
  { bit: 0x20n, name: 'thermal slowdown (software)', words: 'its temperature' },
  { bit: 0x40n, name: 'thermal slowdown (hardware)', words: 'a dangerous temperature' },
  { bit: 0x80n, name: 'power brake', words: 'the power supply' },
  { bit: 0x100n, name: 'display clock setting', words: 'the display' },
  // From driver 615 on.
  { bit: 0x200n, name: 'board limit', words: 'the limit of its board' },
  { bit: 0x400n, name: 'reliability', words: 'its reliability limit' },
];

/** `its temperature, its power limit`: without duplicates; unknown reasons in the driver's terms. */
export function throttleWords(reasons: readonly string[]): string {
  if (reasons.length === 0) return 'nothing';
  const words = reasons.map((reason) => THROTTLE_REASONS.find(({ name }) => name === reason)?.words ?? reason);
  return [...new Set(words)].join(', ');
}

/** Reasons of everyday work: a card that computes as fast as its power limit or the user's own settings let it. */
const ORDINARY: ReadonlySet<string> = new Set(['power cap', 'applications clocks setting', 'sync boost']);

/** Whether nobody needs to look at it. */
export const isOrdinary = (reasons: readonly string[]): boolean => reasons.every((reason) => ORDINARY.has(reason));
