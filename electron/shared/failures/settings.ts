import { quoted } from '../shell-word.ts';
import type { CodedFailure, Sections } from './types.ts';

export const settingsSections = {
  'settings/invalid': {
    title: 'A setting is not valid',
    meaning: 'A value has the wrong type or is out of range, or a file that the settings name cannot be read.',
    remedy:
      'Correct it, or move the settings file away to begin with the defaults. [All settings](command-line.md#settings).',
  },
  'settings/newer': {
    title: 'Your settings are from a newer Jenkins Tray',
    meaning: 'The settings file has a format that this version does not know. It is left unchanged.',
    remedy:
      'Update Jenkins Tray. A newer version keeps a copy before it first changes older settings, `settings.json.format-N` beside them: to stay with this version, copy that back.',
  },
  'settings/unwritable': {
    title: 'A file could not be read or saved',
    meaning:
      'The settings folder, or the folder that you chose for a file, belongs to another user, or its disk is full.',
    remedy: 'Take ownership of the folder, or free space on its disk.',
  },
} as const satisfies Sections;

type SettingsFailure = CodedFailure<keyof typeof settingsSections>;

/** `why`: one line per setting; `then`: what happens to the file. */
export const settingsInvalid = (path: string, why: string, then: string): SettingsFailure => ({
  code: 'settings/invalid',
  title: 'A setting is not valid',
  detail: `${path}\n${why}\n${then}`,
  fix: 'Correct it with jenkins-tray config edit, or move the file away to begin with the defaults.',
  command: `mv ${quoted(path)} ${quoted(`${path}.old`)}`,
});

/** A value that is not allowed; `why` has one line per problem. */
export const settingRefused = (key: string, value: unknown, why: string): SettingsFailure => ({
  code: 'settings/invalid',
  title: `${key} cannot be ${JSON.stringify(value)}`,
  detail: `${why}\nNothing was changed.`,
  fix: 'Choose an allowed value.',
});

/** Since Jenkins was last ready, or it never was with this version. */
export const noSettingsBack = (): SettingsFailure => ({
  code: 'settings/invalid',
  title: 'There are no settings to go back to',
  detail:
    'Nothing that a start of Jenkins depends on has changed since it was last ready, or it was not ready yet. Nothing was changed.',
});

/** `kept`: the file with the user's text. */
export const settingsMoved = (kept: string): SettingsFailure => ({
  code: 'settings/invalid',
  title: 'The settings were changed by someone else in the meantime',
  detail: `Nothing was changed. Your text is kept in ${kept}`,
  fix: 'Run it again, and take over what you need from there.',
  command: 'jenkins-tray config edit',
});

/** A text that is not valid, with the reason; the user's text is kept in a file. */
export const editRefused = (why: string, kept: string): SettingsFailure => ({
  code: 'settings/invalid',
  title: 'The edited settings are not valid',
  detail: `${why}\nNothing was changed. Your text is kept in ${kept}`,
  fix: 'Run it again, and take over what you need from there.',
  command: 'jenkins-tray config edit',
});

/** After the user was told why: `editRefused`, or `settingsMoved`. */
export const editNotStored = (kept: string): SettingsFailure => ({
  code: 'settings/invalid',
  title: 'The edited settings were not stored',
  detail: `Your text is kept in ${kept}`,
  fix: 'Run it again, and take over what you need from there.',
  command: 'jenkins-tray config edit',
});

/** Settings that contradict each other, in a file that was edited by hand. */
export const settingsConflict = (why: string): SettingsFailure => ({
  code: 'settings/invalid',
  title: 'Two settings contradict each other',
  detail: why,
  fix: 'Change one of them.',
  command: 'jenkins-tray config list',
});

export const addressMissing = (address: string): SettingsFailure => ({
  code: 'settings/invalid',
  title: `This computer does not have the address ${address}`,
  detail: 'Jenkins’ ports are to be published on it (setting address). Its network may be down.',
  fix: 'Connect the network, or choose another address.',
  command: 'jenkins-tray config set address 127.0.0.1',
});

/** A file that a setting names. */
export const settingsFileUnreadable = (path: string, message: string): SettingsFailure => ({
  code: 'settings/invalid',
  title: `${path} cannot be read`,
  detail: message,
  fix: 'Correct the path in the settings.',
  command: 'jenkins-tray config list',
});

/** The nested engine's `daemon.json`; `why` has one line per problem. */
export const daemonFileRefused = (path: string, why: string): SettingsFailure => ({
  code: 'settings/invalid',
  title: `${path} cannot be the nested engine’s daemon.json`,
  detail: why,
  fix: 'Correct the file, or clear the setting nested.daemonFile.',
  command: 'jenkins-tray config unset nested.daemonFile',
});

/** `copy`: of the settings from before the newer version changed them; null: none was kept. */
export const settingsNewer = (path: string, found: number, known: number, copy: string | null): SettingsFailure => ({
  code: 'settings/newer',
  title: 'Your settings are from a newer Jenkins Tray',
  detail: `${path} has format ${found}; this version knows up to ${known}. It is left unchanged.`,
  ...(copy === null
    ? { fix: 'Update Jenkins Tray.' }
    : {
        fix: 'Update Jenkins Tray, or go back to the settings from before the newer one.',
        command: `cp -p ${quoted(copy)} ${quoted(path)}`,
      }),
});

/** `folder`: where the settings are; `isForeign`: it, or the file, belongs to somebody else. */
export const settingsUnreadable = (folder: string, message: string, isForeign = true): SettingsFailure => ({
  code: 'settings/unwritable',
  title: 'Your settings cannot be read',
  detail: message,
  ...(isForeign
    ? { fix: 'Take ownership of the folder.', command: `sudo chown -R "$USER" ${quoted(folder)}` }
    : { fix: 'Move away what is in its place, or name another settings folder with --config.' }),
});

/** `folder` may be the settings folder, or another one of this app. */
/** Whoever can replace the settings decides what Jenkins mounts. */
export const settingsFolderOpen = (folder: string, why: string): SettingsFailure => ({
  code: 'settings/unwritable',
  title: 'Others can change your settings',
  detail: `${why} Whoever can do that controls this computer through Jenkins.`,
  fix: 'Keep the folder to yourself.',
  command: `chmod go-w ${quoted(folder)}`,
});

export const settingsUnwritable = (folder: string, message: string): SettingsFailure => ({
  ...settingsUnreadable(folder, message),
  title: 'Your settings cannot be saved',
  fix: 'Take ownership of the folder, or free space on its disk.',
});

/** The folder of the administrator's password. */
export const secretsUnusable = (folder: string, message: string): SettingsFailure => ({
  ...settingsUnreadable(folder, message),
  title: 'The administrator’s password cannot be read or saved',
  fix: 'Take ownership of the folder, or free space on its disk.',
});

/** A file that the user saves from the window; `what` begins the sentence. */
export const fileNotSaved = (what: string, message: string): SettingsFailure => ({
  code: 'settings/unwritable',
  title: `${what} could not be saved`,
  detail: message,
  fix: 'Choose another folder, or free space on its disk.',
});
