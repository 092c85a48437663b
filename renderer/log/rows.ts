import type { Terminal } from '@xterm/xterm';

/** A row of the terminal, scrollback first; a wrapped row continues the line before it. */
export interface Row {
  readonly text: string;
  readonly isWrapped: boolean;
}

export function rowsOf({ buffer: { active } }: Terminal): readonly Row[] {
  return Array.from({ length: active.length }, (_, at) => active.getLine(at)).flatMap((line) =>
    line === undefined ? [] : [{ text: line.translateToString(true), isWrapped: line.isWrapped }],
  );
}

/** The rows of the selection; the first and the last as far as they are selected. */
export function selectedRows(terminal: Terminal): readonly Row[] {
  const range = terminal.getSelectionPosition();
  if (range === undefined) return [];
  const { start, end } = range;
  return Array.from({ length: end.y - start.y + 1 }, (_, at) => start.y + at).flatMap((y) => {
    const line = terminal.buffer.active.getLine(y);
    if (line === undefined) return [];
    const text = line.translateToString(true, y === start.y ? start.x : 0, y === end.y ? end.x : undefined);
    return [{ text, isWrapped: line.isWrapped }];
  });
}
