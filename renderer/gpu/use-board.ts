import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type uPlot from 'uplot';
import { type ChartBoard, createBoard } from './board.ts';
import { exactClockTime } from './clock.ts';
import type { GpuModel } from './model.ts';

interface Board {
  /** Ref for the element that contains all charts and defines their colours. */
  readonly root: RefObject<HTMLDivElement | null>;
  /** Ref for the output of the time under the cursor. */
  readonly time: RefObject<HTMLOutputElement | null>;
  /** Null until created. */
  readonly board: ChartBoard | null;
  /** Draws the model's changes. */
  update(): void;
}

/** Creates the board that draws the model's charts; disposes of it on unmount. */
export function useBoard(Plot: typeof uPlot, model: GpuModel): Board {
  const root = useRef<HTMLDivElement>(null);
  const time = useRef<HTMLOutputElement>(null);
  const current = useRef<ChartBoard | null>(null);
  const [board, setBoard] = useState<ChartBoard | null>(null);
  useEffect(() => {
    if (root.current === null) return undefined;
    const made = createBoard(Plot, root.current, model, (at) => {
      root.current?.classList.toggle('gpu-pointing', at !== null);
      if (time.current !== null) time.current.textContent = at === null ? '' : exactClockTime(at);
    });
    current.current = made;
    setBoard(made);
    return () => {
      current.current = null;
      made.dispose();
    };
  }, [model]);
  return { root, time, board, update: () => current.current?.update() };
}
