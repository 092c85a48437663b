import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../lab/paths.ts';

/** What pages show, as the tests of it need it. */

/** Every page of the repository. */
export const pages: readonly string[] = ['.', 'docs', 'docs/adr', '.github'].flatMap((folder) =>
  readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name)),
);

const FENCE = /^( *)```(\w*)\n([\s\S]*?)^ *```/gm;

/** Blocks of code with the language that they name, and code between backticks. */
export function codeOf(page: string): { readonly blocks: readonly Block[]; readonly inline: readonly string[] } {
  const text = readFileSync(join(ROOT, page), 'utf8');
  const blocks = [...text.matchAll(FENCE)].map(([, , language = '', code = '']) => ({ language, code }));
  const inline = [...text.replace(FENCE, '').matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);
  return { blocks, inline };
}

interface Block {
  readonly language: string;
  readonly code: string;
}

/** Lines of code of a page: those of its blocks, and what is between backticks. */
export const linesOf = (page: string): readonly string[] => {
  const { blocks, inline } = codeOf(page);
  return [...blocks.flatMap(({ code }) => code.split('\n')), ...inline];
};

/** Our commands in a line, as words without the program's name; alternatives such as `dind|dood` are each one. */
export function commandsIn(line: string): readonly (readonly string[])[] {
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
