/** What `both` makes of two values, or the one that is known; null: neither is. */
export const ofKnown = <T>(a: T | null, b: T | null, both: (a: T, b: T) => T): T | null =>
  a === null || b === null ? (a ?? b) : both(a, b);

export const highest = (a: number | null, b: number | null): number | null => ofKnown(a, b, Math.max);
