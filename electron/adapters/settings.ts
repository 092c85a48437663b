import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { LoadedSettings, SettingsPort } from '../core/ports.ts';
import { type Failure, FailureError } from '../shared/failure.ts';
import { defaultSettings, SETTINGS_VERSION, type Settings, settingsSchema } from '../shared/settings.ts';
import { keepAside, readJson, watchFile, writeJson } from './json-file.ts';

/** Puts checked settings into their file; called under its lock. */
export type WriteSettings = (path: string, settings: Settings) => Promise<void>;

/** The settings file that app and command line share: plain JSON, 0600, changed under a lock of its own. */
export function createSettings(configDir: string, write: WriteSettings = writeJson): SettingsPort {
  const path = join(configDir, 'settings.json');
  const load = (): LoadedSettings => parse(path);
  return {
    path,
    load,
    async update(change) {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      const { lock } = await import('proper-lockfile');
      const release = await lock(dirname(path), {
        lockfilePath: `${path}.lock`,
        stale: 5000,
        retries: { retries: 20, minTimeout: 20, maxTimeout: 200 },
      });
      try {
        const { settings, problem } = load();
        // A file that nobody understands is kept aside and then replaced; one from a newer version never is.
        if (problem?.code === 'settings/newer') throw new FailureError(problem);
        const next = settingsSchema.safeParse(change(settings));
        if (!next.success) throw new FailureError(invalid(path, reasons(next.error.issues), 'Nothing was changed.'));
        await write(path, next.data);
        return next.data;
      } finally {
        await release();
      }
    },
    watch: (changed) => watchFile(path, changed),
  };
}

function parse(path: string): LoadedSettings {
  let content: ReturnType<typeof readJson>;
  try {
    content = readJson(path);
  } catch (thrown) {
    if (thrown instanceof FailureError) return { settings: defaultSettings, problem: thrown.failure };
    throw thrown;
  }
  if (content.kind === 'none') return { settings: defaultSettings, problem: null };
  if (content.kind === 'corrupt') {
    const kept = keepAside(path);
    return { settings: defaultSettings, problem: invalid(path, content.why, `A copy is kept at ${kept}.`) };
  }
  const version =
    typeof content.value === 'object' && content.value !== null && 'version' in content.value
      ? content.value.version
      : SETTINGS_VERSION;
  if (typeof version === 'number' && version > SETTINGS_VERSION) {
    return {
      settings: defaultSettings,
      problem: {
        code: 'settings/newer',
        title: 'Your settings are from a newer Jenkins Tray',
        detail: `${path} has format ${version}; this version knows up to ${SETTINGS_VERSION}. It is left as it is.`,
        fix: 'Update Jenkins Tray.',
      },
    };
  }
  const parsed = settingsSchema.safeParse(content.value);
  if (parsed.success) return { settings: parsed.data, problem: null };
  return {
    settings: defaultSettings,
    problem: invalid(
      path,
      reasons(parsed.error.issues),
      'It is left as it is; until it is mended, nothing is done with Jenkins.',
    ),
  };
}

/** What zod tells of one thing that is wrong; its small build has no words of its own. */
interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly code?: string;
  readonly keys?: readonly string[];
  readonly expected?: string;
}

const reasons = (issues: readonly Issue[]): string => issues.map(reason).join('\n');

function reason({ path, message, code, keys, expected }: Issue): string {
  const at = path.map(String).join('.');
  if (code === 'unrecognized_keys')
    return (keys ?? []).map((key) => `${at === '' ? key : `${at}.${key}`}: there is no such setting`).join('\n');
  const why =
    message !== 'Invalid input'
      ? message
      : expected === undefined
        ? 'is not a value it may have'
        : `must be of type ${expected}`;
  return `${at || 'the file'}: ${why}`;
}

const invalid = (path: string, why: string, then: string): Failure => ({
  code: 'settings/invalid',
  title: 'A setting is not right',
  detail: `${path}\n${why}\n${then}`,
  fix: 'Mend it in an editor, or move the file away to begin with the defaults.',
  command: `mv '${path}' '${path}.old'`,
});
