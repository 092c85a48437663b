/** One measurement: ours, the baseline of the same run, both in `unit`, and their ratio. */
export interface Figure {
  readonly ours: number;
  readonly baseline: number;
  readonly ratio: number;
  readonly unit: string;
}
