import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type uPlot from 'uplot';
import { type ChartBoard, createBoard } from './board.ts';
import { exactClockTime } from './clock.ts';
import type { GpuModel } from './model.ts';

interface Board {
  /** For the element that holds all charts and whose colours they take. */
  readonly root: RefObject<HTMLDivElement | null>;
  /** For the output that shows the time under the cursor. */
  readonly time: RefObject<HTMLOutputElement | null>;
  /** Null until it is made. */
  readonly board: ChartBoard | null;
  /** Draws what changed in the model. */
  update(): void;
}

/** The board that draws the model's charts, as long as the component is there. */
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
