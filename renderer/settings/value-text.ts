import { isTree, type Json } from '../../electron/shared/settings-path.ts';
import { shownSetting } from '../../electron/shared/shown-setting.ts';
import type { Redact } from '../diagnostics/report.ts';
import { strings } from '../strings.ts';
import type { Field } from './field-types.ts';

/** A stored value as people read it, in one line, without what `redact` hides; a secret only as set or not. */
export function valueText(
  { key, kind, choices }: Pick<Field, 'key' | 'kind' | 'choices'>,
  stored: Json,
  redact: Redact,
): string {
  const s = strings.settings.values;
  const value = shownSetting(key, stored);
  if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) return s.empty;
  if (kind === 'secret') return s.hidden;
  if (typeof value === 'boolean') return value ? s.on : s.off;
  if (Array.isArray(value)) return value.map((entry) => entryText(entry, redact)).join(', ');
  const text = String(value);
  if (kind === 'seconds') return `${text} ${strings.settings.units.seconds}`;
  return choices?.[text] ?? redact(text);
}

/** An entry of a list: a text, or a data mount. */
function entryText(entry: Json, redact: Redact): string {
  if (!isTree(entry)) return redact(String(entry));
  const { source, target, readOnly } = entry;
  const there = target === null || target === source ? '' : ` → ${String(target)}`;
  return `${String(source)}${there}${readOnly === true ? ` (${strings.settings.mounts.readOnly})` : ''}`;
}
