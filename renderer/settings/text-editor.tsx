import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

export interface TextEditorProps {
  readonly label: string;
  readonly value: string;
  readonly set: (value: string) => void;
  /** Lines, from 1, in which something is wrong. */
  readonly wrong: ReadonlySet<number>;
  /** Id of the element that says what. */
  readonly described: string;
  readonly field: RefObject<HTMLTextAreaElement | null>;
}

/** Rows that are shown. */
const ROWS = 18;

/** A text with the numbers of its lines. Lines do not wrap, so that each has its number. */
export function TextEditor({ label, value, set, wrong, described, field }: TextEditorProps) {
  const numbers = useRef<HTMLDivElement>(null);
  const follow = (): void => {
    if (numbers.current !== null && field.current !== null) numbers.current.scrollTop = field.current.scrollTop;
  };
  useEffect(follow, [value]);
  const many = value.split('\n').length;
  return (
    <div class="text-editor">
      <div class="text-editor-numbers number" ref={numbers} aria-hidden="true">
        {Array.from({ length: many }, (_, at) => (
          <div key={at + 1} class={wrong.has(at + 1) ? 'text-editor-wrong' : ''}>
            {at + 1}
          </div>
        ))}
      </div>
      <textarea
        class="text-editor-text"
        ref={field}
        aria-label={label}
        aria-describedby={described}
        aria-invalid={wrong.size > 0}
        rows={ROWS}
        wrap="off"
        spellcheck={false}
        value={value}
        onInput={({ currentTarget }) => set(currentTarget.value)}
        onScroll={follow}
      />
    </div>
  );
}

/** Puts the cursor on a line, selected as a whole. */
export function selectLine(field: HTMLTextAreaElement | null, line: number): void {
  if (field === null) return;
  const lines = field.value.split('\n');
  const start = lines.slice(0, line - 1).join('\n').length + (line > 1 ? 1 : 0);
  field.focus();
  field.setSelectionRange(start, start + (lines[line - 1] ?? '').length);
  const { lineHeight } = getComputedStyle(field);
  field.scrollTop = Math.max(0, (line - ROWS / 2) * Number.parseFloat(lineHeight));
}
