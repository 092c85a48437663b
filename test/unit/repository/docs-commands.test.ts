import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommanderError } from 'commander';
import { expect, test } from 'vitest';
import { commandsOf } from '../../../build/package/commands.ts';
import { APP_OPTIONS } from '../../../build/package/completions.ts';
import { commandLine } from '../../../electron/cli/program.ts';
import { checkTemplate } from '../../../electron/cli/template.ts';
import { listSettings } from '../../../electron/core/settings/config-keys.ts';
import { defaultSettings } from '../../../electron/shared/settings.ts';
import { ROOT } from '../../lab/paths.ts';
import { commandsIn, linesOf, pages } from './pages.ts';

/** Every command of ours that a page or a failure shows is one that the command line takes. */

/** Why the command line does not take these words; null if it does. */
function refusal(words: readonly string[]): string | null {
  const [name = ''] = words;
  if (name === '' || name === 'COMMAND' || APP_OPTIONS.includes(name)) return null;
  const program = commandLine(() => undefined);
  // A command is also mentioned by its name alone.
  if (words.length === 1 && program.commands.some((it) => it.name() === name)) return null;
  for (const command of program.commands) command.action(() => undefined);
  try {
    program.parse([...words], { from: 'user' });
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) throw thrown;
    // Help and version end it as well.
    if (thrown.exitCode !== 0) return thrown.message;
  }
  const { values = [] } = commandsOf(program).find((it) => it.name === name) ?? {};
  const [, first = ''] = words.filter((word) => !word.startsWith('-'));
  if (values.length > 0 && /^[a-z]/.test(first) && !values.includes(first)) return `${name} has no ${first}`;
  const format = words[words.indexOf('--format') + 1];
  if (words.includes('--format') && format?.startsWith('{{')) checkTemplate(format);
  return null;
}

/** Why there is no setting that these words of `config` name; null if there is, or a placeholder. */
function unknownSetting(words: readonly string[]): string | null {
  const [name, action = '', key = 'KEY'] = words.filter((word) => !word.startsWith('-'));
  if (name !== 'config' || !['get', 'set', 'unset'].includes(action) || /^[A-Z]+$/.test(key)) return null;
  return listSettings(defaultSettings).some(([known]) => known === key) ? null : `there is no setting ${key}`;
}

const refused = (lines: readonly (readonly [where: string, line: string])[]): readonly string[] =>
  lines.flatMap(([where, line]) =>
    commandsIn(line).flatMap((words) => {
      const why = refusal(words) ?? unknownSetting(words);
      return why === null ? [] : [`${where}: jenkins-tray ${words.join(' ')}: ${why}`];
    }),
  );

test('every command on a page is one that the command line takes', () => {
  const shown = pages.flatMap((page) => linesOf(page).map((line) => [page, line] as const));
  expect(shown.flatMap(([, line]) => commandsIn(line)).length).toBeGreaterThan(50);
  expect(refused(shown)).toEqual([]);
});

test('every command that a failure names is one that the command line takes', () => {
  const folder = 'electron/shared/failures';
  const shown = readdirSync(join(ROOT, folder)).flatMap((name) =>
    [...readFileSync(join(ROOT, folder, name), 'utf8').matchAll(/command: ['"`]([^\n]*)['"`],/g)].map(
      ([, line = '']) => [name, line.replace(/\$\{[^}]*\}/g, 'NAME')] as const,
    ),
  );
  expect(shown.flatMap(([, line]) => commandsIn(line)).length).toBeGreaterThan(20);
  expect(refused(shown)).toEqual([]);
});

test('what the command line does not take is noticed', () => {
  expect(refused([['page', 'jenkins-tray up sideways']])).toHaveLength(1);
  expect(refused([['page', 'jenkins-tray status --fast && jenkins-tray logs -f']])).toHaveLength(1);
  expect(refused([['page', 'jenkins-tray config set a b c']])).toHaveLength(1);
  expect(refused([['page', 'jenkins-tray upp dind']])).toHaveLength(1);
  expect(refused([['page', 'jenkins-tray config set ports.doood 9090']])).toHaveLength(1);
});

test('every npm script on a page is one of package.json', () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const named = pages.flatMap((page) =>
    [...readFileSync(join(ROOT, page), 'utf8').matchAll(/npm run (?:--silent )?([a-z][\w:-]*)/g)].map(
      ([, name = '']) => [page, name] as const,
    ),
  );
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter(([, name]) => !Object.hasOwn(scripts, name))).toEqual([]);
});
