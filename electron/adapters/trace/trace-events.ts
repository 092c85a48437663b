/** What a span tells beside its name and time; never what a request carries. */
export type Details = Readonly<Record<string, string | number | boolean>>;

/** A span of time that has begun; call it once, when it ends. */
export type EndSpan = (details?: Details) => void;

/** Records what happens on one time line. */
export interface Tracer {
  /** Begins a span; `lane`: the row that it is shown in. */
  begin(lane: string, name: string, details?: Details): EndSpan;
}

/** Rows from top to bottom; a lane that is not listed comes last. */
const ORDER = ['steps', 'engine', 'Jenkins', 'requests', 'waits', 'host', 'files'];
/** Rows that one lane may have: spans that overlap are shown below each other. */
const ROWS_PER_LANE = 64;

/**
 * A tracer that writes Chrome's trace event format, which Perfetto, `chrome://tracing` and others open: an array of events,
 * whose closing bracket may be missing after a crash. `now`: monotonic milliseconds. `write` takes the text.
 */
export function traceEvents(now: () => number, write: (text: string) => void): Tracer & { end(): void } {
  const began = now();
  const microseconds = (at: number): number => Math.round((at - began) * 1000);
  /** The rows of each lane; true: taken. */
  const rows = new Map<string, boolean[]>();
  /** Spans that have not ended. */
  const open = new Set<EndSpan>();
  let separator = '[\n';
  const event = (fields: Readonly<Record<string, unknown>>): void => {
    write(separator + JSON.stringify({ pid: 1, ...fields }));
    separator = ',\n';
  };
  event({ name: 'process_name', ph: 'M', tid: 0, args: { name: 'jenkins-tray' } });

  /** Takes the first free row of a lane; a new one is named. */
  const rowOf = (lane: string): { readonly taken: boolean[]; readonly row: number; readonly tid: number } => {
    const taken = rows.get(lane) ?? [];
    rows.set(lane, taken);
    const free = taken.indexOf(false);
    const row = free < 0 ? Math.min(taken.length, ROWS_PER_LANE - 1) : free;
    const at = ORDER.indexOf(lane);
    const tid = (at < 0 ? ORDER.length : at) * ROWS_PER_LANE + row + 1;
    if (row === taken.length) {
      event({ name: 'thread_name', ph: 'M', tid, args: { name: row === 0 ? lane : `${lane} (${row + 1})` } });
      event({ name: 'thread_sort_index', ph: 'M', tid, args: { sort_index: tid } });
    }
    taken[row] = true;
    return { taken, row, tid };
  };

  const begin = (lane: string, name: string, details: Details = {}): EndSpan => {
    const from = now();
    const { taken, row, tid } = rowOf(lane);
    const end: EndSpan = (more = {}) => {
      if (!open.delete(end)) return;
      taken[row] = false;
      const ts = microseconds(from);
      event({ name, cat: lane, ph: 'X', tid, ts, dur: microseconds(now()) - ts, args: { ...details, ...more } });
    };
    open.add(end);
    return end;
  };
  return {
    begin,
    end() {
      for (const end of open) end({ unfinished: true });
      write('\n]\n');
    },
  };
}
