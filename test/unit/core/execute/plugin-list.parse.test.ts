import { expect, test } from 'vitest';
import { pluginLists } from '../../../../electron/core/execute/plugin-list.ts';

/** What the script prints, from manifests that anybody wrote. */
const row = (...columns: readonly string[]): string => ['home', ...columns].join('\t');
const first = (...columns: readonly string[]) => pluginLists(row(...columns)).home[0];

test('a plugin without a name has that of its file, without its ending', () => {
  for (const [file, name] of [
    ['git.jpi', 'git'],
    ['git.hpi', 'git'],
    ['git.jpi.override', 'git'],
    ['git.jpi.old', 'git.jpi.old'],
  ] as const)
    expect(first(file, '', '1')?.name).toBe(name);
});

test('a version or name is one word, without what separates the parts of a consent, and short', () => {
  expect(first('a.jpi', ' a:b,c ', '  1.0 (private)  ')).toMatchObject({ name: 'a_b_c', version: '1.0' });
  expect(first('a.jpi', 'a', 'x'.repeat(300))?.version).toHaveLength(100);
  expect(first('a.jpi', 'a', '')?.version).toBe('???');
});

test('a need may be optional, in any spelling, and an empty one is none', () => {
  const needs = 'b:2; Resolution:=Optional ,c:3;something:=else,,d';
  expect(first('a.jpi', 'a', '1', '', needs)?.needs).toEqual([
    { name: 'b', version: '2', optional: true },
    { name: 'c', version: '3', optional: false },
    { name: 'd', version: '', optional: false },
  ]);
});

test('a marker that says nothing is none', () => {
  expect(first('a.jpi', 'a', '1', '', '', '', '  ')?.marker).toBeNull();
  expect(first('a.jpi', 'a', '1', '', '', '', '1.0 ')?.marker).toBe('1.0');
});

test('what Jenkins brings is a list of names; an unknown version of Jenkins is empty', () => {
  const text = ['core\t', 'detached\tjavadoc', 'detached\t', 'detached', 'else\tx'].join('\n');
  expect(pluginLists(text)).toEqual({ home: [], image: [], core: '', detached: ['javadoc'] });
});
