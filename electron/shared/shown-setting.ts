import { HIDDEN, withoutSecretsByContext } from './secret-context.ts';
import type { Settings } from './settings.ts';
import { isTree, type Json, keysIn, type Tree, valueAt, withValueAt } from './settings-path.ts';

/** Settings as they may be shown, in a terminal, a document or a message: their secrets stay in the settings file. */

/** The setting that is a secret as a whole, and is not taken from an argument either. */
export const SECRET_SETTING = 'jenkins.apiToken';

/** In place of the secret, where there is one. */
const SET = '(set)';

/**
 * A setting's value without its secrets: whether the token is set, and each text without a login in an address (of a proxy
 * also without its scheme), or a password among options.
 */
export function shownSetting(key: string, value: Json): Json {
  if (key === SECRET_SETTING) return value === '' ? '' : SET;
  if (typeof value === 'string') return key === JAVA_OPTIONS ? shownOptions(value) : shownText(key, value);
  if (Array.isArray(value)) return value.map((entry) => shownSetting(key, entry));
  if (!isTree(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, shownSetting(key, entry)]));
}

/** All settings, each as `shownSetting` has it. */
export const shownSettings = (settings: Settings): Tree =>
  keysIn(settings).reduce<Tree>(
    (shown, key) => withValueAt(shown, key, shownSetting(key, valueAt(settings, key))),
    settings,
  );

/** Whether a value is one that `shownSetting` made: to store it would lose the secret that it stands for. */
export const isShownInstead = (key: string, value: string): boolean =>
  value.includes(HIDDEN) || (key === SECRET_SETTING && value === SET);

/** A host, perhaps with its port, and what may follow: an @ in a path ends no login. */
const HOST = String.raw`[^\s/?#:@]+(?::\d{1,5})?(?:[/?#]|$)`;
const LOGIN = new RegExp(String.raw`^([a-z][a-z0-9+.-]*://)(?!${HOST})\S*(?=@)`, 'i');
/** A proxy has no path, and may have no scheme. */
const PROXY_LOGIN = /^([a-z][a-z0-9+.-]*:\/\/)?\S+(?=@)/i;

/** In a setting, unlike in a log, a login may have any character. */
const shownText = (key: string, text: string): string =>
  withoutSecretsByContext(text.replace(/proxy/i.test(key) ? PROXY_LOGIN : LOGIN, `$1${HIDDEN}`));

const JAVA_OPTIONS = 'jenkins.javaOpts';

/** Each word by itself, as xargs ends it: a password may have the characters that end one in a log. */
const shownOptions = (options: string): string => options.replace(/(?:[^\s\\'"]|\\.|'[^']*'|"[^"]*")+/g, shownOption);

function shownOption(word: string): string {
  const [name = ''] = /^[^=]*=/.exec(word) ?? [];
  const isSwitch = /^(?:true|false)?$/.test(word.slice(name.length));
  if (name === '' || isSwitch || !withoutSecretsByContext(`${name}x`).endsWith(HIDDEN))
    return withoutSecretsByContext(word);
  return name + HIDDEN;
}
