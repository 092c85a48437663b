import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { PluginListName } from '../core/world/plugin-lists.ts';
import { boundedFile } from './bounded-file.ts';
import { makeFolder } from './json-file.ts';
import { removeOldDrafts } from './settings-draft.ts';

/** A copy of a list of plugins for an editor. */
export interface PluginListDraft {
  readonly path: string;
  /** The edited text; null: nothing was changed, or the text is empty, which is a change of mind as for a commit message. */
  read(): string | null;
  discard(): void;
}

/** `given`: the text to begin with; `isNew`: that text itself is a change. */
export function draftPluginList(
  configDir: string,
  name: PluginListName,
  given: string,
  isNew: boolean,
): PluginListDraft {
  makeFolder(configDir);
  removeOldDrafts(configDir);
  const path = join(mkdtempSync(join(configDir, 'edit-')), name);
  writeFileSync(path, given, { mode: 0o600 });
  return {
    path,
    read() {
      const text = boundedFile(path)
        .toString('utf8')
        .replace(/^\ufeff/, '');
      return text.trim() === '' || (text === given && !isNew) ? null : text;
    },
    discard: () => rmSync(dirname(path), { recursive: true, force: true }),
  };
}
