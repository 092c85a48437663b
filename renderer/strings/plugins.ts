import { count } from '../../electron/shared/format.ts';

/** The list of plugins in Settings. */
export const pluginStrings = {
  title: 'Plugins',
  lead: (many: number, file: string) =>
    `${count(many, 'plugin')} with their versions, ${file === '' ? 'in the list that comes with Jenkins Tray' : `in ${file}`}. Those that they need come along.`,
  edit: 'Edit…',
  text: 'List of plugins, one per line',
  forms: 'name:version, name (the newest), name::address, name:incrementals;group;version. Lines with # are comments.',
  yamlForms: 'A list below “plugins:”, with artifactId, and below source version or url.',
  problems: (many: number) => `${count(many, 'line')} to correct`,
  problem: (line: number, text: string) => `Line ${line}: ${text}`,
  leftOut: 'Left out of the list of Jenkins Tray',
  without: (name: string, lost: string) => `Without ${name}, ${lost}.`,
  stays: 'A plugin that another one needs comes along all the same.',
  unchanged: 'Nothing is changed.',
  valid: 'Each line is valid. Whether a plugin exists in that version, the build of the image tells.',
  discard: 'Discard',
  save: 'Save',
  saveOnly: 'Save for later',
  saveApply: 'Save and upgrade…',
  saved: 'Plugins saved',
} as const;
