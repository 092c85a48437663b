import { join } from 'node:path';
import { FailureError } from '../shared/failure.ts';
import { editRefused, settingsMoved } from '../shared/failures/settings.ts';
import { defaultSettings, type Settings } from '../shared/settings.ts';
import { boundedFile } from './bounded-file.ts';
import { copyForEditor, type EditorCopy } from './editor-copy.ts';
import { codeOf, writeJson } from './json-file.ts';
import { parseSettings, takeSettingsLock } from './settings.ts';
import { keepFormat } from './settings-copies.ts';

/** A copy of the settings file for an editor. */
export interface SettingsDraft extends EditorCopy {
  /** The settings before; the defaults if their file is not valid, which an editor is to mend. */
  readonly before: Settings;
  /** The edited settings; null if nothing was changed. Throws `settings/invalid`, and keeps the copy. */
  read(): Settings | null;
  /** Puts them in the place of the file, unless that has changed since; removes the copy. */
  store(settings: Settings): Promise<void>;
}

export function draftSettings(configDir: string): SettingsDraft {
  const original = join(configDir, 'settings.json');
  const found = textOf(original);
  const { settings: before, problem, from } = parseSettings(original);
  // What cannot be read, or is newer, is nothing to mend here.
  if (problem !== null && problem.code !== 'settings/invalid') throw new FailureError(problem);
  const given = problem === null ? `${JSON.stringify(before, null, 2)}\n` : (found ?? '');
  const { path, discard } = copyForEditor(configDir, 'settings.json', given);
  return {
    path,
    before: problem === null ? before : defaultSettings,
    discard,
    read() {
      const text = textOf(path) ?? '';
      // As for a commit message: an empty text is a change of mind.
      if (text.trim() === '' || text === given) return null;
      const edited = parseSettings(path);
      if (edited.problem === null) return edited.settings;
      const why = edited.problem.detail.split('\n').slice(1, -1).join('\n');
      throw new FailureError(editRefused(why === '' ? edited.problem.detail : why, path));
    },
    async store(settings) {
      const release = await takeSettingsLock(original);
      try {
        if (textOf(original) !== found) throw new FailureError(settingsMoved(path));
        if (from !== null) keepFormat(original, from);
        await writeJson(original, settings);
      } finally {
        await release();
      }
      discard();
    },
  };
}

function textOf(path: string): string | null {
  try {
    return boundedFile(path).toString('utf8');
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return null;
    throw thrown;
  }
}
