/** One measurement: ours, the baseline of the same run or the limit of an absolute one, both in `unit`, and their ratio. */
export interface Figure {
  readonly ours: number;
  readonly baseline: number;
  readonly ratio: number;
  readonly unit: string;
}

/** Of one number each. */
export const figure = (ours: number, baseline: number, unit: string): Figure => ({
  ours,
  baseline,
  ratio: ours / baseline,
  unit,
});

/** Of two series, by their medians. */
export const figureOf = (ours: readonly number[], baseline: readonly number[], unit: string): Figure =>
  figure(median(ours), median(baseline), unit);

/** Of an even number of values the higher of the middle two; of none NaN. */
export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
