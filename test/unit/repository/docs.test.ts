import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { commandsOf } from '../../../build/package/commands.ts';
import { commandLine } from '../../../electron/cli/program.ts';
import { ROOT } from '../../lab/paths.ts';
import { pages } from './pages.ts';

/** Every page with each match of a pattern's group in it. */
const found = (pattern: RegExp): readonly (readonly [page: string, text: string])[] =>
  pages.flatMap((page) =>
    [...readFileSync(join(ROOT, page), 'utf8').matchAll(pattern)].map(([, text = '']) => [page, text] as const),
  );

test('every link to a file leads to one', () => {
  const links = found(/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g);
  expect(links.length).toBeGreaterThan(10);
  const broken = links.filter(([page, to]) => !existsSync(join(ROOT, dirname(page), to)));
  expect(broken.map((link) => link.join(' → '))).toEqual([]);
});

/** The anchors of a page's headings, as GitHub makes them. */
function anchorsOf(page: string): readonly string[] {
  const seen = new Map<string, number>();
  const text = readFileSync(join(ROOT, page), 'utf8').replace(/^```[\s\S]*?^```/gm, '');
  return [...text.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => {
    const anchor = heading
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-');
    const times = seen.get(anchor) ?? 0;
    seen.set(anchor, times + 1);
    return times === 0 ? anchor : `${anchor}-${times}`;
  });
}

test('every link to a heading leads to one', () => {
  const links = found(/\]\((?!https?:)([^)]*#[^)]+)\)/g);
  expect(links.length).toBeGreaterThan(50);
  const broken = links.filter(([page, link]) => {
    const [to = '', anchor = ''] = link.split('#');
    const target = to === '' ? page : join(dirname(page), to);
    return target.endsWith('.md') && !anchorsOf(target).includes(anchor);
  });
  expect(broken.map((link) => link.join(' → '))).toEqual([]);
});

test('every source file that is named exists', () => {
  const named = found(/`((?:electron|renderer|test|build|core|shared|adapters|shell|cli)\/[\w./-]*\w)`/g);
  expect(named.length).toBeGreaterThan(10);
  const missing = named.filter(
    ([, path]) =>
      !['', '.ts', '.tsx'].some(
        (end) => existsSync(join(ROOT, path + end)) || existsSync(join(ROOT, 'electron', path + end)),
      ),
  );
  expect(missing.map((name) => name.join(' → '))).toEqual([]);
});

test('every test that docs/security.md names exists', () => {
  const tests = ['safety', 'bridge'].map((name) => readFileSync(join(ROOT, `test/e2e/${name}.test.ts`), 'utf8')).join();
  const rows = readFileSync(join(ROOT, 'docs/security.md'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| '));
  const named = rows.flatMap((row) =>
    [...(row.split(' | ').at(-1) ?? '').matchAll(/"([^"]+)"/g)].map(([, title = '']) => title),
  );
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((title) => !tests.includes(`'${title}'`))).toEqual([]);
});

test('docs/command-line.md has every command with each of its options', () => {
  const page = readFileSync(join(ROOT, 'docs/command-line.md'), 'utf8');
  const commands = commandsOf(commandLine(() => undefined));
  const missing = commands.flatMap(({ name, options }) => [
    ...(page.includes(`| \`${name}`) ? [] : [name]),
    ...options
      .filter(({ long }) => long !== '--help' && !page.includes(`\`${long}`))
      .map(({ long }) => `${name} ${long}`),
  ]);
  expect(missing).toEqual([]);
});
