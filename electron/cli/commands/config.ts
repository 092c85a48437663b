import { checkKey, getSetting, listSettings, parseValue } from '../../core/settings/config-keys.ts';
import { withSettings } from '../../core/settings/settings-change.ts';
import type { SettingsStore } from '../../core/world/stores.ts';
import { FailureError } from '../../shared/failure.ts';
import {
  invalidConfigUsage,
  noValueGiven,
  secretInArgument,
  shownInsteadOfSecret,
} from '../../shared/failures/usage-settings.ts';
import { harmless } from '../../shared/harmless.ts';
import { defaultSettings, type Settings } from '../../shared/settings.ts';
import { type Json, nameIn } from '../../shared/settings-path.ts';
import { isShownInstead, SECRET_SETTING, shownSetting, shownSettings } from '../../shared/shown-setting.ts';
import { CONFIG_ACTIONS, isAction } from '../actions.ts';
import { pad, widthOf } from '../columns.ts';
import { type CommandContext, type ExitCode, exit } from '../io.ts';
import { printJson } from '../print.ts';

/** `config get KEY`, `set KEY VALUE`, `unset KEY`, `edit`, `back`, `list`, `path`. All but `back` work without an engine. */
export async function config(
  context: CommandContext,
  [action = 'list', key, value]: readonly string[],
): Promise<ExitCode> {
  const [{ createSettings }, { configDir }] = await Promise.all([
    import('../../adapters/settings.ts'),
    import('../../adapters/config-dir.ts'),
  ]);
  if (!isAction(action, CONFIG_ACTIONS))
    throw new FailureError(invalidConfigUsage(`config has no "${nameIn(action)}"`));
  const most = CONFIG_ACTIONS[action][1];
  // Words too many are not repeated: after the key of a secret they are one.
  if ([key, value][most] !== undefined)
    throw new FailureError(
      invalidConfigUsage(`config ${action} takes ${most === 0 ? 'no further words' : 'a KEY only'}`),
    );
  const file = createSettings(configDir(context.options.config, process.env));
  switch (action) {
    case 'path':
      print(context, { path: file.path }, [file.path]);
      break;
    case 'set':
      await set(context, file, key, value);
      break;
    case 'unset':
      await unset(context, file, key);
      break;
    case 'edit':
      await edit(context);
      break;
    case 'back':
      return await (await import('../settings-back.ts')).goBackToSettings(context, file);
    case 'get':
      get(context, file, key);
      break;
    case 'list':
      list(context, file);
      break;
  }
  return exit.done;
}

async function set(context: CommandContext, file: SettingsStore, key?: string, given?: string): Promise<void> {
  // A secret alone is asked for.
  if (key === undefined || (given === undefined && key !== SECRET_SETTING))
    throw new FailureError(invalidConfigUsage('config set needs a KEY and a VALUE'));
  checkKey(key);
  if (key === SECRET_SETTING && given !== undefined && given !== FROM_INPUT)
    throw new FailureError(secretInArgument(key));
  loadValid(file);
  const value = given === undefined || given === FROM_INPUT ? await fromInput(context, key) : given;
  if (isShownInstead(key, value)) throw new FailureError(shownInsteadOfSecret(key));
  const next = await file.update((now) => withSettings(now, { [key]: parseValue(value) }));
  if (LOGIN.includes(key)) await mayTryAgain(context, next);
  confirm(context, next, key);
}

/** A login that is given anew is sent again, even if Jenkins refused the same one: its directory may have been down. */
async function mayTryAgain({ options }: CommandContext, { jenkins }: Settings): Promise<void> {
  const [{ createRefusedLogins }, { configDir }] = await Promise.all([
    import('../../adapters/refused-logins.ts'),
    import('../../adapters/config-dir.ts'),
  ]);
  await createRefusedLogins(configDir(options.config, process.env)).forget(jenkins.user);
}

/** Every user of this computer can read a process's arguments, so that a secret comes by prompt or standard input. */
async function fromInput({ io, signal }: CommandContext, key: string): Promise<string> {
  const value = await io.ask(`${key}: `, signal, key === SECRET_SETTING);
  if (value === '') throw new FailureError(noValueGiven(key));
  return value;
}

async function unset(context: CommandContext, file: SettingsStore, key?: string): Promise<void> {
  if (key === undefined) throw new FailureError(invalidConfigUsage('config unset needs a KEY'));
  checkKey(key);
  loadValid(file);
  const next = await file.update((now) => withSettings(now, { [key]: getSetting(defaultSettings, key) }));
  confirm(context, next, key);
}

async function edit(context: CommandContext): Promise<void> {
  const { editConfig } = await import('../edit-config.ts');
  const next = await editConfig(context);
  if (context.options.json) printJson({ changed: next !== null }, context);
  else if (context.options.quiet !== true) context.io.out(next === null ? 'Nothing was changed.' : 'Stored.');
}

/** Says what is stored now. */
function confirm(context: CommandContext, settings: Settings, key: string): void {
  const stored = shownSetting(key, getSetting(settings, key));
  if (context.options.quiet === true && !context.options.json) return;
  print(context, { [key]: stored }, [`${key} = ${lineOf(key, stored)}`]);
}

function get(context: CommandContext, file: SettingsStore, key?: string): void {
  const settings = loadValid(file);
  if (key === undefined) throw new FailureError(invalidConfigUsage('config get needs a KEY'));
  const found = shownSetting(key, getSetting(settings, key));
  print(context, found, [typeof found === 'string' ? found : JSON.stringify(found)]);
}

function list(context: CommandContext, file: SettingsStore): void {
  const settings = loadValid(file);
  const all = listSettings(settings);
  const left = Math.max(...all.map(([key]) => widthOf(key)));
  print(
    context,
    shownSettings(settings),
    all.map(([key, held]) => `${pad(key, left)} ${lineOf(key, shownSetting(key, held))}`),
  );
}

/** In place of a value: it is read from standard input. */
const FROM_INPUT = '-';

/** What a login of the user's own consists of. */
const LOGIN: readonly string[] = ['jenkins.user', SECRET_SETTING];

/** A value in a line: the mark of a secret without quotes, since it is none of its characters. */
const lineOf = (key: string, shown: Json): string =>
  key === SECRET_SETTING && shown !== '' ? String(shown) : JSON.stringify(shown);

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
