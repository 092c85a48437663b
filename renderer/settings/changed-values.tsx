import { type Json, valueAt } from '../../electron/shared/settings-path.ts';
import type { SettingsView } from '../../electron/shared/settings-view.ts';
import { secrets, useLibrary } from '../library.ts';
import { Table } from '../parts/table.tsx';
import type { QueryState } from '../store.ts';
import { strings } from '../strings.ts';
import type { Field } from './field-types.ts';
import { groups } from './fields.ts';
import { valueText } from './value-text.ts';

const fields: readonly Field[] = groups.flatMap((group) => group.fields);

/** More changes are folded away: they would cover the settings. */
const MAX_OPEN = 4;

export interface ChangedValuesProps {
  /** The settings as they are stored. */
  readonly answer: QueryState<SettingsView>;
  /** New values, by dotted key. */
  readonly changes: Readonly<Record<string, Json>>;
}

/** What a draft changes: each setting with its present and its new value. */
export function ChangedValues({ answer, changes }: ChangedValuesProps) {
  const s = strings.settings.values;
  const library = useLibrary(secrets);
  if (answer.kind !== 'loaded' || library === null) return null;
  const { redact } = library;
  const { settings } = answer.value;
  const changed = fields.filter(({ key }) => key in changes);
  return (
    <details class="fold save-values" open={changed.length <= MAX_OPEN}>
      <summary>{s.caption}</summary>
      <Table
        caption={s.caption}
        rows={changed}
        id={({ key }) => key}
        columns={[
          { title: s.setting, cell: ({ label }) => label },
          { title: s.now, cell: (field) => valueText(field, valueAt(settings, field.key), redact) },
          { title: s.next, cell: (field) => valueText(field, changes[field.key] ?? null, redact) },
        ]}
      />
    </details>
  );
}
