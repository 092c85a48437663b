import { checkKey, getSetting, listSettings, parseValue } from '../../core/settings/config-keys.ts';
import { withSettings } from '../../core/settings/settings-change.ts';
import type { SettingsStore } from '../../core/world/stores.ts';
import { FailureError } from '../../shared/failure.ts';
import { invalidConfigUsage } from '../../shared/failures/usage.ts';
import { harmless } from '../../shared/harmless.ts';
import type { Settings } from '../../shared/settings.ts';
import { type CommandContext, type ExitCode, exit } from '../io.ts';
import { printJson } from '../print.ts';

/** `config get KEY`, `set KEY VALUE`, `list`, `path`. Works without an engine. */
export async function config(
  context: CommandContext,
  [action = 'list', key, value]: readonly string[],
): Promise<ExitCode> {
  const [{ createSettings }, { configDir }] = await Promise.all([
    import('../../adapters/settings.ts'),
    import('../../adapters/config-dir.ts'),
  ]);
  const file = createSettings(configDir(context.options.config, process.env));
  switch (action) {
    case 'path':
      print(context, { path: file.path }, [file.path]);
      break;
    case 'set':
      await set(context, file, key, value);
      break;
    case 'get':
      get(context, file, key);
      break;
    case 'list':
      list(context, file);
      break;
    default:
      throw new FailureError(invalidConfigUsage(`config has no "${action}"`));
  }
  return exit.done;
}

async function set(context: CommandContext, file: SettingsStore, key?: string, given?: string): Promise<void> {
  if (key === undefined || given === undefined)
    throw new FailureError(invalidConfigUsage('config set needs a KEY and a VALUE'));
  checkKey(key);
  loadValid(file);
  // Every user of this computer can read a process's arguments, so that a secret comes by standard input.
  const value = given === FROM_INPUT ? await context.io.ask(`${key}: `, context.signal) : given;
  const next = await file.update((now) => withSettings(now, { [key]: parseValue(value) }));
  const stored = getSetting(next, key);
  print(context, { [key]: stored }, [`${key} = ${key === SECRET ? '(set)' : JSON.stringify(stored)}`]);
}

function get(context: CommandContext, file: SettingsStore, key?: string): void {
  const settings = loadValid(file);
  if (key === undefined) throw new FailureError(invalidConfigUsage('config get needs a KEY'));
  const found = getSetting(settings, key);
  print(context, found, [typeof found === 'string' ? found : JSON.stringify(found)]);
}

function list(context: CommandContext, file: SettingsStore): void {
  const settings = loadValid(file);
  const rows = listSettings(settings).map(([name, held]) => {
    const value = name === SECRET && held !== '' ? '(set)' : JSON.stringify(held);
    return `${name.padEnd(24)} ${value}`;
  });
  print(context, settings, rows);
}

/** In place of a value: it is read from standard input. */
const FROM_INPUT = '-';

/** Its value is never printed. */
const SECRET = 'jenkins.apiToken';

/** The settings; throws if the file is not valid. */
function loadValid(file: SettingsStore): Settings {
  const { settings, problem } = file.load();
  if (problem !== null) throw new FailureError(problem);
  return settings;
}

function print(context: CommandContext, document: unknown, lines: readonly string[]): void {
  if (context.options.json) printJson(document, context);
  else for (const line of lines) context.io.out(harmless(line));
}
