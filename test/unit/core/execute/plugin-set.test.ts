import { expect, test } from 'vitest';
import { pluginLists } from '../../../../electron/core/execute/plugin-list.ts';
import { lackedBy, notLoading, pluginsAfter, upgrades } from '../../../../electron/core/execute/plugin-set.ts';
import { pluginRow } from '../../../doubles/plugin-row.ts';

const lists = (...rows: readonly string[]) => pluginLists(rows.join('\n'));
const home = (name: string, version: string, more: Partial<Parameters<typeof pluginRow>[1]> = {}) =>
  pluginRow('home', { name, version, ...more });
const image = (name: string, version: string, more: Partial<Parameters<typeof pluginRow>[1]> = {}) =>
  pluginRow('image', { name, version, ...more });
const versions = (asked: boolean, ...rows: readonly string[]): string =>
  pluginsAfter(lists(...rows), asked)
    .map(({ file, version }) => `${file} ${version}`)
    .join();
const failing = (...rows: readonly string[]): readonly string[] => {
  const all = lists(...rows);
  return notLoading(pluginsAfter(all, false), all).map(({ name, why }) => `${name} ${why}`);
};

test.each([
  ['without a marker, only if asked', [home('a', '1'), image('a', '2')], 'a.jpi 1', 'a.jpi 2'],
  ['from an earlier image, always', [home('a', '1', { marker: '1' }), image('a', '2')], 'a.jpi 2', 'a.jpi 2'],
  ['upgraded by hand, only if asked', [home('a', '1.5', { marker: '1' }), image('a', '2')], 'a.jpi 1.5', 'a.jpi 2'],
  ['newer than the image’s, never', [home('a', '3'), image('a', '2')], 'a.jpi 3', 'a.jpi 3'],
  ['not there, added', [home('b', '3'), image('a', '2')], 'b.jpi 3,a.jpi 2', 'b.jpi 3,a.jpi 2'],
  ['of which nothing is known, never', [home('a', ''), image('a', '2')], 'a.jpi ???', 'a.jpi ???'],
  [
    'that the image insists on, always',
    [home('a', '3'), image('a', '2', { file: 'a.jpi.override' })],
    'a.jpi 2',
    'a.jpi 2',
  ],
])('a plugin %s is replaced', (_what, rows, usual, asked) => {
  expect([versions(false, ...rows), versions(true, ...rows)]).toEqual([usual, asked]);
});

test('the list to consent to has only what moves up when asked', () => {
  const all = lists(
    home('a', '1'),
    image('a', '2'),
    home('b', '3'),
    image('b', '2'),
    home('c', '1', { marker: '1' }),
    image('c', '2'),
  );
  expect(upgrades(all)).toEqual([{ name: 'a', from: '1', to: '2' }]);
});

test.each([
  ['missing', [home('a', '1', { needs: 'b:2' })], ['a needs b 2, which is missing']],
  ['too old', [home('a', '1', { needs: 'b:2' }), home('b', '1.9')], ['a needs b 2 or newer, and 1.9 is installed']],
  [
    'disabled',
    [home('a', '1', { needs: 'b:2' }), home('b', '2', { disabled: true })],
    ['a needs b, which is disabled'],
  ],
  [
    'failing itself',
    [home('a', '1', { needs: 'b:2' }), home('b', '2', { core: '2.600' }), 'core\t2.580.1'],
    ['a needs b, which would not load', 'b needs Jenkins 2.600 or newer'],
  ],
  ['optional and missing', [home('a', '1', { needs: 'b:2;resolution:=optional' })], []],
  [
    'optional and too old',
    [home('a', '1', { needs: 'b:2;resolution:=optional' }), home('b', '1')],
    ['a needs b 2 or newer, and 1 is installed'],
  ],
  ['one that Jenkins brings', [home('a', '1', { needs: 'b:2' }), home('b', '1'), 'detached\tb'], []],
  [
    'there twice, newer as .jpi',
    [home('a', '1', { needs: 'b:2' }), home('b', '1', { file: 'b.hpi' }), image('b', '2')],
    [],
  ],
  ['of a plugin that is disabled', [home('a', '1', { needs: 'b:2', disabled: true })], []],
])('a dependency that is %s', (_what, rows, expected) => {
  expect(failing(...rows)).toEqual(expected);
});

test('what the image lacks is named', () => {
  expect(lackedBy(lists(home('a', '1'), home('own', '2.1'), image('a', '2')))).toEqual(['own 2.1']);
});

test('of what is equally old, or of which only one says its version, nothing is replaced', () => {
  expect(versions(true, home('a', '2'), image('a', '2'))).toBe('a.jpi 2');
  expect(versions(true, home('a', '2', { marker: '1' }), image('a', ''))).toBe('a.jpi 2');
  expect(versions(false, home('a', '2', { marker: '2', disabled: true }), image('a', '3'))).toBe('a.jpi 3');
});

test('each plugin is replaced by its own file', () => {
  const rows = [home('a', '1', { marker: '1' }), home('b', '1', { marker: '1' }), image('b', '2'), image('a', '3')];
  expect(versions(false, ...rows)).toBe('a.jpi 3,b.jpi 2');
  expect(versions(true, home('c', '1'), image('d', '2', { file: 'd.jpi.override' }))).toBe('c.jpi 1,d.jpi 2');
});

test('of two files of one plugin the .jpi counts, else the first by its name; what fails is in the order of names', () => {
  const needs = home('z', '1', { needs: 'b:2' });
  expect(failing(needs, home('b', '1', { file: 'b2.jpi' }), home('b', '2', { file: 'b1.jpi' }))).toEqual([]);
  expect(failing(needs, home('b', '2', { file: 'b2.jpi' }), home('b', '1', { file: 'b1.jpi' }))).toHaveLength(1);
  expect(failing(needs, home('b', '1', { file: 'b.hpi' }), home('b', '2', { file: 'c.jpi' }))).toEqual([]);
  const gone = (name: string) => home(name, '1', { needs: 'gone:1' });
  expect(failing(gone('c'), gone('a'), gone('b')).map((line) => line[0])).toEqual(['a', 'b', 'c']);
});

test('a Jenkins of an unknown version, or a plugin that says none, is not held against it', () => {
  expect(failing(home('a', '1', { core: '2.600' }))).toEqual([]);
  expect(failing(home('a', '1'), 'core\t2.580.1')).toEqual([]);
  expect(failing(home('a', '1', { core: '2.580.1' }), 'core\t2.580.1')).toEqual([]);
});

test('an optional need that is off, or that would not load, is none; nor is a version that is unknown', () => {
  const optional = home('a', '1', { needs: 'b:2;resolution:=optional' });
  expect(failing(optional, home('b', '1', { disabled: true }))).toEqual([]);
  expect(failing(optional, home('b', '1', { needs: 'gone:1' }))).toEqual(['b needs gone 1, which is missing']);
  expect(failing(home('a', '1', { needs: 'b:2' }), home('b', ''))).toEqual([]);
  expect(failing(home('a', '1', { needs: 'b:2' }), home('b', '2', { disabled: true }), 'detached\tb')).toEqual([
    'a needs b, which is disabled',
  ]);
});

test('a chain of needs fails as a whole, and a circle is decided', () => {
  const chain = [home('a', '1', { needs: 'b:1' }), home('b', '1', { needs: 'c:1' }), home('c', '1', { needs: 'd:1' })];
  expect(failing(...chain)).toEqual([
    'a needs b, which would not load',
    'b needs c, which would not load',
    'c needs d 1, which is missing',
  ]);
  expect(failing(home('a', '1', { needs: 'b:1' }), home('b', '1', { needs: 'a:1' }))).toEqual([]);
});

test('each plugin that the image lacks is named, and no other', () => {
  const rows = [home('a', '1'), home('b', '2'), image('b', '2'), image('c', '3')];
  expect(lackedBy(lists(...rows))).toEqual(['a 1']);
});
