import type { Json } from '../../electron/shared/settings-path.ts';
import { Button } from '../parts/button.tsx';
import { runAction } from '../run-action.ts';
import { strings } from '../strings.ts';
import type { RowIds } from './field-row.tsx';
import type { Field } from './field-types.ts';

interface ControlProps {
  readonly field: Field;
  readonly value: Json;
  readonly set: (value: Json) => void;
  readonly ids: RowIds;
  readonly bad: boolean;
  readonly placeholder: string;
}

interface AriaProps {
  readonly id: string;
  readonly 'aria-describedby': string;
  readonly 'aria-invalid': boolean;
}

interface InputProps extends Omit<ControlProps, 'ids' | 'bad'> {
  readonly text: string;
  readonly aria: AriaProps;
}

/** The control of one setting, by the kind of its field. */
export function Control({ ids, bad, ...rest }: ControlProps) {
  const aria = { id: ids.control, 'aria-describedby': ids.described, 'aria-invalid': bad };
  const input = { ...rest, aria, text: typeof rest.value === 'string' ? rest.value : '' };
  switch (rest.field.kind) {
    case 'switch':
      return <Switch {...input} />;
    case 'choice':
      return <Choice {...input} />;
    case 'list':
      return <Lines {...input} />;
    default:
      return <Entry {...input} />;
  }
}

function Switch({ value, set, aria }: InputProps) {
  return (
    <input
      {...aria}
      type="checkbox"
      role="switch"
      class="switch"
      checked={value === true}
      aria-checked={value === true}
      onChange={({ currentTarget }) => set(currentTarget.checked)}
    />
  );
}

function Choice({ field, text, set, aria }: InputProps) {
  return (
    <select {...aria} class="input" value={text} onChange={({ currentTarget }) => set(currentTarget.value)}>
      {Object.entries(field.choices ?? {}).map(([choice, label]) => (
        <option key={choice} value={choice}>
          {label}
        </option>
      ))}
    </select>
  );
}

function Lines({ text, set, aria, placeholder }: InputProps) {
  return (
    <textarea
      {...aria}
      class="input mono"
      rows={Math.min(6, Math.max(2, text.split('\n').length))}
      value={text}
      spellcheck={false}
      placeholder={placeholder === '' ? strings.settings.perLine : placeholder}
      onInput={({ currentTarget }) => set(currentTarget.value)}
    />
  );
}

/** One line of text: a number, a path with a file dialog, a secret, or plain text. */
function Entry({ field: { label, kind }, text, set, aria, placeholder }: InputProps) {
  const digits = kind === 'number' || kind === 'optional-number' || kind === 'seconds';
  const path = kind === 'folder' || kind === 'file' ? kind : null;
  const entry = {
    ...aria,
    class: digits ? 'input input-short number' : path === null ? 'input' : 'input mono',
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
      {path === null ? null : <Picker label={label} kind={path} from={text || placeholder} set={set} />}
    </div>
  );
}

interface PickerProps {
  readonly label: string;
  readonly kind: 'folder' | 'file';
  readonly from: string;
  readonly set: (value: Json) => void;
}

function Picker({ label, kind, from, set }: PickerProps) {
  const title = strings.settings.chooseFor(label);
  const pick = async (): Promise<void> => {
    const picked = await runAction(kind === 'folder' ? 'pickFolder' : 'pickFile', { title, from });
    if (picked !== null && picked.value !== null) set(picked.value);
  };
  return (
    <Button icon="folder" label={title} onClick={() => void pick()}>
      {strings.settings.choose}
    </Button>
  );
}
