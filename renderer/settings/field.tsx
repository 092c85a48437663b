import { act } from '../act.ts';
import { Button } from '../parts/button.tsx';
import { strings } from '../strings.ts';
import { errorAt, type Json, type Schema, shown, valueAt } from './draft.ts';
import { FieldRow, type RowIds } from './field-row.tsx';
import type { Field } from './fields.ts';
import { GpuChoice } from './gpu-choice.tsx';
import { Mounts } from './mounts.tsx';

export interface FieldViewProps {
  readonly field: Field;
  /** As the field shows it. */
  readonly value: Json;
  readonly errors: ReadonlyMap<string, string>;
  readonly edit: (key: string, value: Json) => void;
  /** What an empty field stands for, where it stands for something. */
  readonly placeholder: string;
}

/** One setting. */
export function FieldView({ field: { key, kind }, value, errors, edit, placeholder }: FieldViewProps) {
  const error = errorAt(errors, key);
  const set = (next: Json): void => edit(key, next);
  if (kind === 'mounts') {
    return (
      <FieldRow name={key} error={error} single={false}>
        {() => <Mounts value={value} errors={errors} set={set} />}
      </FieldRow>
    );
  }
  if (kind === 'gpus') {
    return (
      <FieldRow name={key} error={error} single={false}>
        {() => <GpuChoice value={value} set={set} />}
      </FieldRow>
    );
  }
  return (
    <FieldRow name={key} error={error}>
      {(ids) => (
        <Control
          field={{ key, kind }}
          value={value}
          set={set}
          ids={ids}
          bad={error !== null}
          placeholder={placeholder}
        />
      )}
    </FieldRow>
  );
}

interface ControlProps {
  readonly field: Field;
  readonly value: Json;
  readonly set: (value: Json) => void;
  readonly ids: RowIds;
  readonly bad: boolean;
  readonly placeholder: string;
}

function Control({ field: { key, kind }, value, set, ids, bad, placeholder }: ControlProps) {
  const text = typeof value === 'string' ? value : '';
  const common = { id: ids.control, 'aria-describedby': ids.described, 'aria-invalid': bad };
  if (kind === 'switch') {
    return (
      <input
        {...common}
        type="checkbox"
        role="switch"
        class="switch"
        checked={value === true}
        aria-checked={value === true}
        onChange={({ currentTarget }) => set(currentTarget.checked)}
      />
    );
  }
  if (kind === 'choice') {
    return (
      <select {...common} class="input" value={text} onChange={({ currentTarget }) => set(currentTarget.value)}>
        {Object.entries(strings.settings.choices[key] ?? {}).map(([choice, label]) => (
          <option key={choice} value={choice}>
            {label}
          </option>
        ))}
      </select>
    );
  }
  if (kind === 'list') {
    const lines = Math.min(6, Math.max(2, text.split('\n').length));
    return (
      <textarea
        {...common}
        class="input mono"
        rows={lines}
        value={text}
        spellcheck={false}
        placeholder={placeholder === '' ? strings.settings.perLine : placeholder}
        onInput={({ currentTarget }) => set(currentTarget.value)}
      />
    );
  }
  const digits = kind === 'number' || kind === 'optional-number' || kind === 'seconds';
  const entry = {
    ...common,
    class: digits ? 'input input-short number' : kind === 'folder' || kind === 'file' ? 'input mono' : 'input',
    inputMode: digits ? 'numeric' : 'text',
    autocomplete: 'off',
    spellcheck: false,
    value: text,
    placeholder,
    onInput: ({ currentTarget }: { readonly currentTarget: HTMLInputElement }) => set(currentTarget.value),
  } as const;
  return (
    <div class="field-side">
      {kind === 'secret' ? <input {...entry} type="password" /> : <input {...entry} type="text" />}
      {kind === 'seconds' ? <span class="quiet">{strings.settings.units.seconds}</span> : null}
      {kind === 'folder' || kind === 'file' ? (
        <Picker name={key} kind={kind} from={text || placeholder} set={set} />
      ) : null}
    </div>
  );
}

interface PickerProps {
  readonly name: Field['key'];
  readonly kind: 'folder' | 'file';
  readonly from: string;
  readonly set: (value: Json) => void;
}

function Picker({ name, kind, from, set }: PickerProps) {
  const title = strings.settings.chooseFor(strings.settings.labels[name]);
  const pick = async (): Promise<void> => {
    const picked = await act(kind === 'folder' ? 'pickFolder' : 'pickFile', { title, from });
    if (picked !== null && picked.value !== null) set(picked.value);
  };
  return (
    <Button icon="folder" label={title} onClick={() => void pick()}>
      {strings.settings.choose}
    </Button>
  );
}

/** What is in the field where nothing was set. */
export const defaultText = ({ defaultSettings }: Schema, { key, kind }: Field): string => {
  const value = shown(kind, valueAt(defaultSettings, key));
  return typeof value === 'string' ? value : '';
};
