import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { Mark } from '../parts/icons.tsx';
import type { Field } from './field-types.ts';

export interface RowIds {
  readonly control: string;
  /** For `aria-describedby`: the hint and the error, if any. */
  readonly described: string;
}

export interface FieldRowProps {
  readonly field: Pick<Field, 'label' | 'hint'>;
  readonly error: string | null;
  readonly children: (ids: RowIds) => ComponentChildren;
  /** False if the row has several controls, each with its own label. */
  readonly single?: boolean;
}

/** A label, its control, an error and a hint. */
export function FieldRow({ field: { label, hint }, error, children, single = true }: FieldRowProps) {
  const id = useId();
  const ids = { control: id, described: hint === undefined ? `${id}-error` : `${id}-hint ${id}-error` };
  const body = (
    <div class="field-body">
      {children(ids)}
      <p class="field-error" id={`${id}-error`} aria-live="polite">
        {error === null ? null : (
          <>
            <Mark name="bad" /> {error}
          </>
        )}
      </p>
      {hint === undefined ? null : (
        <p class="field-hint quiet small" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
  if (!single) {
    return (
      // A legend cannot be placed beside its group.
      // biome-ignore lint/a11y/useSemanticElements: see above
      <div class="field" role="group" aria-labelledby={`${id}-label`} aria-describedby={ids.described}>
        <span class="field-label" id={`${id}-label`}>
          {label}
        </span>
        {body}
      </div>
    );
  }
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {label}
      </label>
      {body}
    </div>
  );
}
