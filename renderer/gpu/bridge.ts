/** uPlot's own meaning: null ends the line, undefined lets it continue. */
export type Value = number | null | undefined;

/** Runs of at most `max` missing points between two readings become undefined, so that the line continues over them. */
export function bridged(values: readonly (number | null)[], max: number): Value[] {
  const out: Value[] = [...values];
  let known = -1;
  for (let at = 0; at < out.length; at += 1) {
    if (out[at] == null) continue;
    if (known >= 0 && at - known - 1 <= max) out.fill(undefined, known + 1, at);
    known = at;
  }
  return out;
}

/** The same before the newest point alone, in place. */
export function bridgeTail(values: Value[], max: number): void {
  const last = values.length - 1;
  if (values[last] == null) return;
  for (let at = last - 1; at >= 0 && at >= last - 1 - max; at -= 1) {
    if (values[at] == null) continue;
    values.fill(undefined, at + 1, last);
    return;
  }
}
