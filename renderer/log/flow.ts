import { harmless } from './harmless.ts';
import { LogQueue } from './queue.ts';
import { withSeverity } from './severity.ts';

/** Lines written per frame; parsing and drawing them takes well below 16 ms. */
const LINES_PER_FRAME = 250;
const CHARACTERS_PER_FRAME = 40_000;
/** A flood is drawn 20 times a second, so that the rest of the window stays responsive. */
const FLOOD_FRAMES = 3;

interface LogSink {
  /** Shows the lines, then calls back. */
  write(lines: readonly string[], done: () => void): void;
}

export interface LogFlow {
  push(lines: readonly string[]): void;
  /** While held, nothing is written, so that the text being read stays in place. */
  hold(held: boolean): void;
  /** Number of received lines that are not shown yet. */
  behind(): number;
  clear(): void;
}

export interface LogFlowWorld {
  readonly sink: LogSink;
  /** Runs once at the next frame. */
  frame(run: () => void): void;
  /** The text shown in place of this many dropped lines. */
  leftOut(lines: number): string;
  /** Called when `behind` may have changed. */
  changed(): void;
}

/** Moves lines from the queue to the terminal: one bounded write per frame, the next after the last was parsed. */
export function createFlow({ sink, frame, leftOut, changed }: LogFlowWorld): LogFlow {
  const queue = new LogQueue();
  let busy = false;
  let held = false;
  let round = 0;

  const afterFrames = (frames: number, run: () => void): void =>
    frame(frames <= 1 ? run : () => afterFrames(frames - 1, run));

  const write = (mine: number): void => {
    const piece = held || mine !== round ? null : queue.take(LINES_PER_FRAME, CHARACTERS_PER_FRAME);
    if (piece === null) {
      busy = false;
      if (mine !== round) next();
      return;
    }
    const lines = piece.lines.map((line) => withSeverity(harmless(line)));
    if (piece.leftOut > 0) lines.unshift(`\u001b[3;33m${leftOut(piece.leftOut)}\u001b[0m`);
    sink.write(lines, () => {
      changed();
      afterFrames(queue.behind > 0 ? FLOOD_FRAMES : 1, () => write(mine));
    });
  };

  const next = (): void => {
    if (busy || held || queue.behind === 0) return;
    busy = true;
    const mine = round;
    frame(() => write(mine));
  };

  return {
    push(lines) {
      queue.push(lines);
      if (held) changed();
      next();
    },
    hold(now) {
      held = now;
      next();
    },
    behind: () => queue.behind,
    clear() {
      queue.clear();
      round += 1;
    },
  };
}
