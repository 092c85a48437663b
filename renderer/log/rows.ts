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
