/** What one measure gave: ours, the baseline of the same run, and ours divided by it; both in `unit`. */
export interface Figure {
  readonly ours: number;
  readonly baseline: number;
  readonly ratio: number;
  readonly unit: string;
}
