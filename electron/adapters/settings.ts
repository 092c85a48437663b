import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { LoadedSettings, SettingsStore } from '../core/world/stores.ts';
import { type Failure, FailureError } from '../shared/failure.ts';
import { settingsLocked } from '../shared/failures/lock.ts';
import { settingsFolderOpen, settingsInvalid, settingsNewer, settingsUnwritable } from '../shared/failures/settings.ts';
import { harmlessLine } from '../shared/harmless.ts';
import { reasonOf, type SettingIssue } from '../shared/setting-reason.ts';
import { defaultSettings, SETTINGS_VERSION, type Settings, settingsSchema } from '../shared/settings.ts';
import { type Migration, migrated, migrations } from '../shared/settings-migrations.ts';
import { damagedFiles } from './damaged-files.ts';
import { type Content, codeOf, keepAside, makeFolder, readJson, watchFile, writeJson } from './json-file.ts';
import { fileOpenToOthers } from './open-folder.ts';
import { keepReadySettings, readySettings } from './ready-settings.ts';
import { repeatedKey } from './repeated-key.ts';
import { keepFormat, keptFormat } from './settings-copies.ts';

/** Writes validated settings to their file; called while holding its lock. */
export type WriteSettings = (path: string, settings: Settings) => Promise<void>;

/**
 * The settings file that app and command line share: plain JSON, mode 0600, changed while holding its own lock. One of an
 * older format is read as it is, and a copy of it kept when it is first changed. `steps`: from each format to the next.
 */
export function createSettings(
  configDir: string,
  write: WriteSettings = writeJson,
  steps: readonly Migration[] = migrations,
): SettingsStore {
  const path = join(configDir, 'settings.json');
  /** What was last read, and its text: each observation reads the file several times, and it hardly ever changes. */
  const known: Known = { text: null, parsed: null };
  return {
    path,
    load() {
      const { settings, problem } = parseSettings(path, steps, known);
      return { settings, problem };
    },
    async update(change) {
      makeFolder(dirname(path));
      const release = await takeSettingsLock(path);
      try {
        const { settings, problem, kept, from } = parseSettings(path, steps);
        // Only what holds no setting is replaced: a slip in an editor must not reset all others at the next click.
        if (problem !== null && !kept) throw new FailureError(problem);
        const next = settingsSchema.safeParse(change(settings));
        if (!next.success)
          throw new FailureError(settingsInvalid(path, reasons(next.error.issues), 'Nothing was changed.'));
        if (from !== null) keepFormat(path, from);
        await write(path, next.data);
        return next.data;
      } finally {
        await release();
      }
    },
    watch: (changed) => watchFile(path, changed),
    damaged: () => damagedFiles(configDir),
    lastReady: () => readySettings(path, steps),
    keepReady: (mode, settings) => keepReadySettings(path, mode, settings, steps),
  };
}

const UNCHANGED = 'The file is unchanged. Jenkins Tray does nothing with Jenkins until it is fixed.';

/** Takes the lock of the settings file; waits up to 3 s for another process. Returns a function that releases it. */
export async function takeSettingsLock(path: string): Promise<() => Promise<void>> {
  const { lock } = await import('proper-lockfile');
  try {
    const release = await lock(path, {
      realpath: false,
      lockfilePath: `${path}.lock`,
      stale: 5000,
      retries: { retries: 20, minTimeout: 20, maxTimeout: 200 },
      // Another process took it after a suspend; the file itself is written atomically.
      onCompromised: () => undefined,
    });
    // It may have been taken over, and the change is saved all the same.
    return () => release().catch(() => undefined);
  } catch (thrown) {
    if (codeOf(thrown) === 'ELOCKED') throw new FailureError(settingsLocked(`${path}.lock`), thrown);
    throw new FailureError(settingsUnwritable(dirname(path), String(thrown)), thrown);
  }
}

/** A key with its value: the file holds something of the user's, perhaps with a comma too many. */
const HAS_SETTING = /"[^"]+"\s*:\s*["\d{[tfn-]/;

type Parsed = LoadedSettings & {
  /** Whether the file is corrupt and holds no setting, and a copy of it was kept. */
  readonly kept: boolean;
  /** The older format of the file, which it keeps until it is written; null: the newest. */
  readonly from: number | null;
};

/** Settings that are valid, and the text that they were read from; null: none yet. */
interface Known {
  text: string | null;
  parsed: Parsed | null;
}

const unusable = (problem: Failure): Parsed => ({ settings: defaultSettings, problem, kept: false, from: null });

function corrupt({ text, why }: Content & { kind: 'corrupt' }, path: string): Parsed {
  const copy = keepAside(path);
  const then = copy === path ? 'A copy could not be kept.' : `A copy is kept at ${copy}.`;
  return { ...unusable(settingsInvalid(path, why, then)), kept: copy !== path && !HAS_SETTING.test(text) };
}

/** Nobody has lost anything by an empty file in a folder that was never used. */
const holdsNothing = (content: Content, path: string): boolean =>
  content.kind === 'corrupt' && content.text === '' && !existsSync(join(dirname(path), 'intent.json'));

/** The settings in a file, or what is wrong with it. `steps`: from each format to the next. `known`: what was last read. */
export function parseSettings(
  path: string,
  steps: readonly Migration[] = migrations,
  known: Known = { text: null, parsed: null },
): Parsed {
  const open = fileOpenToOthers(path);
  if (open !== null) return unusable(settingsFolderOpen(dirname(path), open));
  let content: ReturnType<typeof readJson>;
  try {
    content = readJson(path);
  } catch (thrown) {
    if (thrown instanceof FailureError) return unusable(thrown.failure);
    throw thrown;
  }
  if (content.kind === 'none' || holdsNothing(content, path))
    return { settings: defaultSettings, problem: null, kept: false, from: null };
  if (content.kind === 'corrupt') return corrupt(content, path);
  if (known.parsed !== null && known.text === content.text) return known.parsed;
  const repeated = repeatedKey(content.text);
  if (repeated !== null)
    return unusable(settingsInvalid(path, `${repeated}: must not be there twice, or at all`, UNCHANGED));
  const now = migrated(content.value, steps);
  if (now.kind === 'newer')
    return unusable(settingsNewer(path, now.found, SETTINGS_VERSION, keptFormat(path, SETTINGS_VERSION)));
  const parsed = settingsSchema.safeParse(now.value);
  if (parsed.success) {
    known.text = content.text;
    known.parsed = { settings: parsed.data, problem: null, kept: false, from: now.from };
    return known.parsed;
  }
  return unusable(settingsInvalid(path, reasons(parsed.error.issues), UNCHANGED));
}

/** Problems that are named, and the length of each, in characters: a file may have millions. */
const MAX_REASONS = 20;
const MAX_REASON = 300;

const reasons = (issues: readonly SettingIssue[]): string =>
  issues
    .slice(0, MAX_REASONS)
    .flatMap((it) => reason(it).split('\n', MAX_REASONS))
    .map((it) => harmlessLine(it, MAX_REASON))
    .join('\n');

function reason(issue: SettingIssue): string {
  const { path, code, keys } = issue;
  const at = path.map(String).join('.');
  if (code === 'unrecognized_keys')
    return (keys ?? [])
      .slice(0, MAX_REASONS)
      .map((key) => `${at === '' ? key : `${at}.${key}`}: unknown setting`)
      .join('\n');
  return `${at || 'the file'}: ${reasonOf(issue)}`;
}
