import type { PluginListName } from '../core/world/plugin-lists.ts';
import { boundedFile } from './bounded-file.ts';
import { copyForEditor, type EditorCopy } from './editor-copy.ts';

/** A copy of a list of plugins for an editor. */
export interface PluginListDraft extends EditorCopy {
  /** The edited text; null: nothing was changed, or the text is empty, which is a change of mind as for a commit message. */
  read(): string | null;
}

/** `given`: the text to begin with; `isNew`: that text itself is a change. */
export function draftPluginList(
  configDir: string,
  name: PluginListName,
  given: string,
  isNew: boolean,
): PluginListDraft {
  const copy = copyForEditor(configDir, name, given);
  return {
    ...copy,
    read() {
      const text = boundedFile(copy.path)
        .toString('utf8')
        .replace(/^\ufeff/, '');
      return text.trim() === '' || (text === given && !isNew) ? null : text;
    },
  };
}
