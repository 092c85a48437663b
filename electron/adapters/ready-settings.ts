import { dirname, join } from 'node:path';
import type { JenkinsMode } from '../shared/mode.ts';
import { type Settings, settingsSchema } from '../shared/settings.ts';
import { readyIn } from '../shared/settings-back.ts';
import { type Migration, migrated } from '../shared/settings-migrations.ts';
import { readJson, writeJson } from './json-file.ts';

/** The settings with which Jenkins was last ready are kept beside the others, for this user only: a proxy may have a password. */
const pathBeside = (path: string): string => join(dirname(path), 'settings-ready.json');

/** Those settings, read as the settings file is; null: none are kept, or none that can be read. */
export function readySettings(path: string, steps: readonly Migration[]): Settings | null {
  try {
    const content = readJson(pathBeside(path));
    if (content.kind !== 'json') return null;
    const now = migrated(content.value, steps);
    return now.kind === 'newer' ? null : (settingsSchema.safeParse(now.value).data ?? null);
  } catch {
    return null;
  }
}

/**
 * Keeps what a start in this mode has proven of these settings, without the login for Jenkins: a start does not depend on it.
 * Throws `settings/unwritable`.
 */
export async function keepReadySettings(
  path: string,
  mode: JenkinsMode,
  settings: Settings,
  steps: readonly Migration[],
): Promise<void> {
  const before = readySettings(path, steps);
  const ready = settingsSchema.parse(readyIn(mode, settings, before));
  const kept = { ...ready, jenkins: { ...ready.jenkins, user: '', apiToken: '' } };
  if (JSON.stringify(before) === JSON.stringify(kept)) return;
  await writeJson(pathBeside(path), kept);
}
