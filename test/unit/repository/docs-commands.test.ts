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

/** Every command of ours that a page or a failure shows is one that the command line takes. */

/** Code between backticks or in a block, a line each; explanations after two spaces or a hash are left out. */
const codeOf = (page: string): readonly string[] => {
  const text = readFileSync(join(ROOT, page), 'utf8');
  const blocks = [...text.matchAll(/^```\w*\n([\s\S]*?)^```/gm)].flatMap(([, block = '']) => block.split('\n'));
  const inline = text.replace(/^```[\s\S]*?^```/gm, '').matchAll(/`([^`\n]+)`/g);
  return [...blocks, ...[...inline].map(([, code = '']) => code)];
};

/** The commands in a line, as words; alternatives such as `dind|dood` are each tried. */
function commandsIn(line: string): readonly (readonly string[])[] {
  return line
    .replace(/^\s*\$ /, '')
    .replaceAll('\\|', '|')
    .split(/ && | \| |; /)
    .map((part) => part.trim())
    .filter((part) => /^jenkins-tray( |$)/.test(part))
    .map((part) => part.replace(/(\s{2,}| #).*$/, '').replace(/…$/, ''))
    .flatMap((part) => alternatives(wordsOf(part).slice(1)));
}

/** As a shell takes them apart: in single or double quotes, or by spaces. */
const wordsOf = (text: string): readonly string[] =>
  [...text.matchAll(/'([^']*)'|"([^"]*)"|[^\s'"]+/g)].map(([all, single, double]) => single ?? double ?? all);

function alternatives(words: readonly string[]): readonly (readonly string[])[] {
  const at = words.findIndex((word) => /^[a-z]+(\|[a-z]+)+$/.test(word));
  if (at < 0) return [words];
  return (words[at] ?? '').split('|').flatMap((one) => alternatives(words.with(at, one)));
}

/** Why the command line does not take these words; null if it does. */
function refusal(words: readonly string[]): string | null {
  const [name = ''] = words;
  if (name === '' || name === 'COMMAND' || APP_OPTIONS.includes(name)) return null;
  const program = commandLine(['--json'], () => undefined);
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

const markdown = ['.', 'docs', 'docs/adr', '.github'].flatMap((folder) =>
  readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name)),
);

test('every command on a page is one that the command line takes', () => {
  const shown = markdown.flatMap((page) => codeOf(page).map((line) => [page, line] as const));
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
  const named = markdown.flatMap((page) =>
    [...readFileSync(join(ROOT, page), 'utf8').matchAll(/npm run (?:--silent )?([a-z][\w:-]*)/g)].map(
      ([, name = '']) => [page, name] as const,
    ),
  );
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter(([, name]) => !Object.hasOwn(scripts, name))).toEqual([]);
});
