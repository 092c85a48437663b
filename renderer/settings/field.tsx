import { type Json, valueAt } from '../../electron/shared/settings-path.ts';
import { Control } from './control.tsx';
import { errorAt, type Schema, shown } from './draft.ts';
import { FieldRow } from './field-row.tsx';
import type { Field } from './field-types.ts';
import { GpuChoice } from './gpu-choice.tsx';
import { Mounts } from './mounts.tsx';

export interface FieldViewProps {
  readonly field: Field;
  /** As the field shows it, not as it is stored. */
  readonly value: Json;
  readonly errors: ReadonlyMap<string, string>;
  readonly edit: (key: string, value: Json) => void;
  /** The default that an empty field stands for, if any. */
  readonly placeholder: string;
}

/** One setting. */
export function FieldView({ field, value, errors, edit, placeholder }: FieldViewProps) {
  const { key, kind } = field;
  const error = errorAt(errors, key);
  const set = (next: Json): void => edit(key, next);
  if (kind === 'mounts') {
    return (
      <FieldRow field={field} error={error} single={false}>
        {() => <Mounts value={value} errors={errors} set={set} />}
      </FieldRow>
    );
  }
  if (kind === 'gpus') {
    return (
      <FieldRow field={field} error={error} single={false}>
        {() => <GpuChoice value={value} set={set} />}
      </FieldRow>
    );
  }
  return (
    <FieldRow field={field} error={error}>
      {(ids) => (
        <Control field={field} value={value} set={set} ids={ids} bad={error !== null} placeholder={placeholder} />
      )}
    </FieldRow>
  );
}

/** The default value as the field shows it. */
export const defaultText = ({ defaultSettings }: Schema, { key, kind }: Field): string => {
  const value = shown(kind, valueAt(defaultSettings, key));
  return typeof value === 'string' ? value : '';
};
