import type { DataMount } from '../../electron/shared/settings.ts';
import type { Json } from '../../electron/shared/settings-path.ts';
import { Button } from '../parts/button.tsx';
import { Mark } from '../parts/icons.tsx';
import { runAction } from '../run-action.ts';
import { strings } from '../strings.ts';

export interface MountsProps {
  readonly value: Json;
  readonly errors: ReadonlyMap<string, string>;
  readonly set: (value: Json) => void;
}

/** The rows of a draft, including incomplete ones. */
function rowsOf(value: Json): readonly DataMount[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((row) => {
    if (typeof row !== 'object' || row === null || Array.isArray(row)) return [];
    const { source, target, readOnly } = row;
    return [
      {
        source: typeof source === 'string' ? source : '',
        target: typeof target === 'string' ? target : null,
        readOnly: readOnly === true,
      },
    ];
  });
}

/** Folders that Jenkins and its builds can access, one row each. */
export function Mounts({ value, errors, set }: MountsProps) {
  const s = strings.settings.mounts;
  const rows = rowsOf(value);
  const put = (next: readonly DataMount[]): void => set(next.map((row) => ({ ...row })));
  const change = (at: number, part: Partial<DataMount>): void =>
    put(rows.map((row, index) => (index === at ? { ...row, ...part } : row)));
  const add = async (): Promise<void> => {
    const picked = await runAction('pickFolder', { title: s.add, from: rows.at(-1)?.source ?? '' });
    if (picked !== null && picked.value !== null)
      put([...rows, { source: picked.value, target: null, readOnly: false }]);
  };
  return (
    <div class="mounts">
      {rows.length === 0 ? <p class="quiet">{s.none}</p> : null}
      {rows.map((row, at) => (
        // Rows have no id, and are only appended.
        <div key={`mount ${at}`} class="mount">
          <input
            class="input mono"
            aria-label={s.source}
            aria-invalid={errors.has(`dataMounts.${at}.source`)}
            placeholder={s.source}
            spellcheck={false}
            value={row.source}
            onInput={({ currentTarget }) => change(at, { source: currentTarget.value.trim() })}
          />
          <span aria-hidden="true">→</span>
          <input
            class="input mono"
            aria-label={`${s.target} (${row.source})`}
            aria-invalid={errors.has(`dataMounts.${at}.target`)}
            placeholder={s.same}
            spellcheck={false}
            value={row.target ?? ''}
            onInput={({ currentTarget }) => change(at, { target: currentTarget.value.trim() || null })}
          />
          <label class="row mount-only">
            <input
              type="checkbox"
              checked={row.readOnly}
              onChange={({ currentTarget }) => change(at, { readOnly: currentTarget.checked })}
            />
            {s.readOnly}
          </label>
          <button
            type="button"
            class="dialog-close"
            aria-label={s.remove(row.source)}
            onClick={() => put(rows.filter((_, index) => index !== at))}
          >
            <Mark name="close" />
          </button>
        </div>
      ))}
      <Button icon="add" onClick={() => void add()}>
        {s.add}
      </Button>
    </div>
  );
}
