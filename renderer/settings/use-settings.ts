import { useEffect, useState } from 'preact/hooks';
import type { Failure } from '../../electron/shared/failure.ts';
import type { Json } from '../../electron/shared/settings-path.ts';
import type { SettingsPreview, SettingsView } from '../../electron/shared/settings-view.ts';
import { announce } from '../parts/announcer.tsx';
import { call, type QueryState, useQuery } from '../store.ts';
import { strings } from '../strings.ts';
import { createValue, useValue } from '../value.ts';
import { type Draft, draftOf, type Edits, type Schema } from './draft.ts';

/** How long after the last key press a draft is previewed. */
const PREVIEW_DELAY_MS = 300;

/** Kept while the user looks at another view. */
const edits = createValue<Edits>({});

export interface SettingsForm {
  readonly answer: QueryState<SettingsView>;
  readonly edits: Edits;
  readonly draft: Draft | null;
  /** Main's preview of the draft; null while pending, or without changes. */
  readonly preview: SettingsPreview | null;
  /** Why main rejected the draft. */
  readonly refused: Failure | null;
  readonly edit: (key: string, value: Json) => void;
  readonly discard: () => void;
  /** Stores the draft; resolves to true on success. */
  readonly save: () => Promise<boolean>;
}

/** The settings, the user's edits, and a preview of their effect, which is empty while something is being done (`busy`). */
export function useSettings(schema: Schema, busy: boolean): SettingsForm {
  const { answer, reload } = useQuery('settings', '');
  // The tray, the command line or an editor may change the file meanwhile.
  useEffect(() => window.jenkinsTray.on('settings', reload), [reload]);
  const typed = useValue(edits);
  const [preview, setPreview] = useState<SettingsPreview | null>(null);
  const [refused, setRefused] = useState<Failure | null>(null);
  const settings = answer.kind === 'loaded' ? answer.value.settings : null;
  const draft = settings === null ? null : draftOf(schema, settings, typed);
  const wanted = draft === null || draft.errors.size > 0 ? '{}' : JSON.stringify(draft.changes);
  useEffect(() => {
    setPreview(null);
    setRefused(null);
    if (wanted === '{}') return undefined;
    let current = true;
    const timer = setTimeout(async () => {
      const result = await call('previewSettings', JSON.parse(wanted));
      if (!current) return;
      setPreview(result.ok ? result.value : null);
      setRefused(result.ok ? null : result.failure);
    }, PREVIEW_DELAY_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [wanted, busy]);
  return {
    answer,
    edits: typed,
    draft,
    preview,
    refused,
    edit: (key, value) => edits.set({ ...edits.get(), [key]: value }),
    discard: () => edits.set({}),
    async save() {
      if (draft === null) return false;
      const stored = await call('changeSettings', draft.changes);
      if (!stored.ok) {
        setRefused(stored.failure);
        return false;
      }
      edits.set({});
      reload();
      announce(strings.settings.saved);
      return true;
    },
  };
}
