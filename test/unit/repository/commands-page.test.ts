import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commandsOf } from '../../../build/package/commands.ts';
import { definitions } from '../../../electron/cli/definitions.ts';
import { commandLine } from '../../../electron/cli/program.ts';
import { ROOT } from '../../lab/paths.ts';

const cell = (text: string): string => text.replaceAll('|', '\\|');
const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

/** docs/commands.md: every command with its own options, then those that all have. */
function page(): string {
  const commands = commandsOf(commandLine(() => undefined));
  const [first] = commands;
  const isCommon = ({ long }: { readonly long: string }): boolean =>
    commands.every(({ options }) => options.some((it) => it.long === long));
  const table = (options: readonly { readonly flags: string; readonly description: string }[]): readonly string[] =>
    options.length === 0
      ? []
      : [
          '',
          '| option | |',
          '|---|---|',
          ...options.map((it) => `| \`${cell(it.flags)}\` | ${cell(it.description)} |`),
        ];
  const sections = commands.flatMap(({ name, usage, description, options, values }) => [
    '',
    `## ${name}`,
    '',
    `\`jenkins-tray ${usage}\``,
    '',
    capital(description),
    ...(values.length === 0 ? [] : ['', `Its first argument: ${values.map((it) => `\`${it}\``).join(', ')}.`]),
    ...table(options.filter((it) => !isCommon(it))),
    '',
    `Example: \`jenkins-tray ${definitions.find(({ usage: it }) => it.split(' ')[0] === name)?.example ?? ''}\``,
  ]);
  return [
    '# Every command and option',
    '',
    'Written from the definitions of the command line, as its help, manual page and completions are. What the commands do in more words is in [command-line.md](command-line.md).',
    ...sections,
    '',
    '## Options of every command',
    ...table((first?.options ?? []).filter(isCommon)),
    '',
  ].join('\n');
}

test('docs/commands.md has every command as it is', async () => {
  await expect(page()).toMatchFileSnapshot(join(ROOT, 'docs', 'commands.md'));
});
