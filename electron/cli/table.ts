import { cut, pad, widthOf } from './columns.ts';
import type { Io } from './io.ts';
import { paint } from './print.ts';

/** Narrower than this, a name says nothing. */
const MIN_FIRST = 12;
const GAP = '  ';

/**
 * Rows under their heads, as wide as their widest cell. On a terminal the first column gives way until a line fits;
 * elsewhere nothing is left out. `style`: of a cell, by column.
 */
export function tableText(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  io: Pick<Io, 'colour' | 'columns' | 'live'>,
  style: (cell: string, column: number) => string = (cell) => cell,
): string {
  const wide = heads.map((head, column) => Math.max(...[head, ...rows.map((row) => row[column] ?? '')].map(widthOf)));
  const total = wide.reduce((sum, width) => sum + width, 0) + GAP.length * (heads.length - 1);
  const first = wide[0] ?? 0;
  const over = io.live ? Math.max(0, total - io.columns) : 0;
  const widths = [Math.max(Math.min(first, MIN_FIRST), first - over), ...wide.slice(1)];
  const line = (cells: readonly string[], painted: (cell: string, column: number) => string): string => {
    const text = cells
      .map((cell, column) => pad(painted(cut(cell, widths[column] ?? 0), column), widths[column] ?? 0))
      .join(GAP)
      .trimEnd();
    return io.live ? cut(text, io.columns) : text;
  };
  const { dim } = paint(io);
  return [line(heads, dim), ...rows.map((row) => line(row, style))].join('\n');
}
