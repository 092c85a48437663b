/** As in uPlot: null interrupts the line, undefined continues it. */
export type Value = number | null | undefined;

/** Replaces runs of at most `max` missing points between two readings with undefined, so that the line continues. */
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

/** Like `bridged`, in place and only before the newest point. */
export function bridgeTail(values: Value[], max: number): void {
  const last = values.length - 1;
  if (values[last] == null) return;
  for (let at = last - 1; at >= 0 && at >= last - 1 - max; at -= 1) {
    if (values[at] == null) continue;
    values.fill(undefined, at + 1, last);
    return;
  }
}
