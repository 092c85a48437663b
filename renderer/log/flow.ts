import { harmless } from './harmless.ts';
import { LogQueue } from './queue.ts';

/** Lines that are written in one frame; parsing and drawing them stays well below 16 ms. */
const LINES_A_FRAME = 250;
const CHARACTERS_A_FRAME = 40_000;
/** A flood is drawn twenty times a second: nobody reads faster, and the rest of the window stays responsive. */
const FLOOD_FRAMES = 3;

interface LogSink {
  /** Parses and shows the text, then calls back. */
  write(text: string, done: () => void): void;
}

export interface LogFlow {
  push(lines: readonly string[]): void;
  /** While held nothing is written, so that what is being read stays in place. */
  hold(held: boolean): void;
  /** Lines that came and are not shown. */
  behind(): number;
  clear(): void;
}

export interface LogFlowWorld {
  readonly sink: LogSink;
  /** Runs once at the next frame. */
  frame(run: () => void): void;
  /** What is shown instead of so many lines. */
  leftOut(lines: number): string;
  /** `behind` may have changed. */
  changed(): void;
}

/** Takes lines from the queue to the terminal, one bounded write a frame, the next when the last was parsed. */
export function createFlow({ sink, frame, leftOut, changed }: LogFlowWorld): LogFlow {
  const queue = new LogQueue();
  let busy = false;
  let held = false;
  let begun = false;
  let round = 0;

  const after = (frames: number, run: () => void): void => frame(frames <= 1 ? run : () => after(frames - 1, run));

  const write = (mine: number): void => {
    const piece = held || mine !== round ? null : queue.take(LINES_A_FRAME, CHARACTERS_A_FRAME);
    if (piece === null) {
      busy = false;
      if (mine !== round) next();
      return;
    }
    const lines = piece.lines.map(harmless);
    if (piece.leftOut > 0) lines.unshift(`\u001b[3;33m${leftOut(piece.leftOut)}\u001b[0m`);
    const text = `${begun ? '\r\n' : ''}${lines.join('\r\n')}`;
    begun = true;
    sink.write(text, () => {
      changed();
      after(queue.behind > 0 ? FLOOD_FRAMES : 1, () => write(mine));
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
      begun = false;
      round += 1;
    },
  };
}
