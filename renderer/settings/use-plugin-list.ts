import { useEffect, useState } from 'preact/hooks';
import type { Failure } from '../../electron/shared/failure.ts';
import type { ListProblem, PluginEntry } from '../../electron/shared/plugin-list.ts';
import { type LeftOut, leftOut } from '../../electron/shared/plugin-uses.ts';
import type { PluginsView } from '../../electron/shared/plugins-view.ts';
import { pluginList, useLibrary } from '../library.ts';
import { announce } from '../parts/announcer.tsx';
import { call, type QueryState, useQuery } from '../store.ts';
import { strings } from '../strings.ts';
import { createValue, useValue } from '../value.ts';

/** A text that is edited, and the list that it began from. Kept while the user looks at another view. */
const draft = createValue<{ readonly text: string; readonly from: PluginsView } | null>(null);

export interface PluginListForm {
  readonly answer: QueryState<PluginsView>;
  /** What is edited; null: the list is only shown. */
  readonly text: string | null;
  readonly isChanged: boolean;
  readonly isYaml: boolean;
  /** By the edited text, or the stored one. */
  readonly plugins: readonly PluginEntry[];
  readonly problems: readonly ListProblem[];
  readonly left: readonly LeftOut[];
  readonly refused: Failure | null;
  readonly isSaving: boolean;
  begin(): void;
  edit(text: string): void;
  discard(): void;
  /** Stores the text; resolves to true on success. */
  save(): Promise<boolean>;
}

/** The list of plugins, checked at each key. */
export function usePluginList(): PluginListForm {
  const { answer, reload } = useQuery('plugins', '');
  // The setting that names the file may change.
  useEffect(() => window.jenkinsTray.on('settings', reload), [reload]);
  const library = useLibrary(pluginList);
  const edited = useValue(draft);
  const [refused, setRefused] = useState<Failure | null>(null);
  const [isSaving, setSaving] = useState(false);
  const stored = answer.kind === 'loaded' ? answer.value : null;
  const shown = edited?.from ?? stored;
  const text = edited?.text ?? null;
  const before = shown?.lines.join('\n') ?? '';
  const read =
    library === null || shown === null ? null : library.readPlugins({ isYaml: shown.isYaml, text: text ?? before });
  return {
    answer,
    text,
    isChanged: text !== null && text !== before,
    isYaml: shown?.isYaml === true,
    plugins: read?.plugins ?? [],
    problems: read?.problems ?? [],
    // A line that is wrong may be one of them.
    left: read === null || shown === null || read.problems.length > 0 ? [] : leftOut(read.plugins, shown.builtIn),
    refused,
    isSaving,
    begin: () => void (stored !== null && draft.set({ text: stored.lines.join('\n'), from: stored })),
    edit: (next) => void (edited !== null && draft.set({ ...edited, text: next })),
    discard: () => {
      draft.set(null);
      setRefused(null);
      reload();
    },
    async save() {
      if (edited === null) return false;
      setSaving(true);
      const lines = edited.text.replace(/\n$/, '').split('\n');
      const answered = await call('savePlugins', { id: edited.from.id, lines });
      setSaving(false);
      setRefused(answered.ok ? null : answered.failure);
      if (!answered.ok) return false;
      draft.set(null);
      reload();
      announce(strings.plugins.saved);
      return true;
    },
  };
}
