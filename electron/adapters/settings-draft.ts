import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { FailureError } from '../shared/failure.ts';
import { editRefused, settingsMoved } from '../shared/failures/settings.ts';
import { defaultSettings, type Settings } from '../shared/settings.ts';
import { boundedFile } from './bounded-file.ts';
import { codeOf, makeFolder, writeJson } from './json-file.ts';
import { parseSettings, takeSettingsLock } from './settings.ts';
import { keepFormat } from './settings-copies.ts';

/** So long a text that was not stored is kept, which may hold a secret. */
const KEPT_MS = 30 * 86_400_000;

/** A copy of the settings file for an editor. */
export interface SettingsDraft {
  /** The copy, for this user only: settings may hold a secret. */
  readonly path: string;
  /** The settings before; the defaults if their file is not valid, which an editor is to mend. */
  readonly before: Settings;
  /** The edited settings; null if nothing was changed. Throws `settings/invalid`, and keeps the copy. */
  read(): Settings | null;
  /** Puts them in the place of the file, unless that has changed since; removes the copy. */
  store(settings: Settings): Promise<void>;
  discard(): void;
}

export function draftSettings(configDir: string): SettingsDraft {
  const original = join(configDir, 'settings.json');
  makeFolder(configDir);
  removeOldDrafts(configDir);
  const found = textOf(original);
  const { settings: before, problem, from } = parseSettings(original);
  // What cannot be read, or is newer, is nothing to mend here.
  if (problem !== null && problem.code !== 'settings/invalid') throw new FailureError(problem);
  const given = problem === null ? `${JSON.stringify(before, null, 2)}\n` : (found ?? '');
  const path = join(mkdtempSync(join(configDir, 'edit-')), 'settings.json');
  writeFileSync(path, given, { mode: 0o600 });
  const discard = (): void => rmSync(dirname(path), { recursive: true, force: true });
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

/** Removes texts of earlier calls that nobody has touched for long. */
export function removeOldDrafts(configDir: string): void {
  const drafts = readdirSync(configDir).filter((name) => /^edit-[0-9A-Za-z]{6}$/.test(name));
  for (const path of drafts.map((name) => join(configDir, name)))
    if (Date.now() - lastUse(path) > KEPT_MS) rmSync(path, { recursive: true, force: true });
}

/** When a text in this folder was last written, by an editor or when it was made. */
const lastUse = (folder: string): number =>
  Math.max(
    ...[folder, ...readdirSync(folder).map((name) => join(folder, name))].map(
      (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0,
    ),
  );

function textOf(path: string): string | null {
  try {
    return boundedFile(path).toString('utf8');
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return null;
    throw thrown;
  }
}
