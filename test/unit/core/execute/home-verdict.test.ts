import { expect, test } from 'vitest';
import { homeFailure } from '../../../../electron/core/execute/home-verdict.ts';

const told = (verdict: string, words: readonly string[] = [], stderr = '') => {
  const { code, title, detail } = homeFailure(
    verdict,
    words,
    { home: '/srv/home', mode: 'dood', base: 'jenkins/jenkins:lts', updated: false },
    stderr,
  );
  return `${code}: ${title}\n${detail}`;
};

test.each([
  ['not-a-folder', [], 'home/', ['/srv/home']],
  ['too-full', ['17'], 'home/', ['17 MiB are free; Jenkins needs at least 200 MiB.']],
  ['too-full', [], 'home/', ['0 MiB are free']],
  ['not-writable', ['1001', 'Permission', 'denied'], 'home/', ['/srv/home', '1001', 'Permission denied']],
  ['not-writable', [], 'home/', ['?']],
  ['not-kept', ['No', 'space', 'left'], 'home/', ['No space left']],
  ['unreadable', ['jobs/a', 'Permission', 'denied'], 'home/', ['jobs/a', 'Permission denied']],
  ['broken-link', ['jobs', '/mnt/gone', 'here'], 'home/', ['jobs', '/mnt/gone here']],
  ['incomplete', [], 'home/', ['/srv/home']],
  ['unmarked', [], 'home/', ['/srv/home']],
  ['not-marked', ['.jenkins-tray', 'Read', 'only'], 'home/', ['.jenkins-tray', 'Read only']],
  ['held', ['v1', 'c1', 'c2', 'bob', 'default', '1790000000', '1790000007'], 'home/held', ['bob', '2026-09-21 14:13']],
  ['held', ['v1', 'c1', 'c2', 'bob', 'default', 'never', ''], 'home/held', ['bob', 'since an unknown time']],
  ['newer', ['2.580', '2.568'], 'home/', ['2.580', '2.568']],
])('%s with %j is told with its evidence', (verdict, words, code, parts) => {
  const text = told(verdict, words);
  expect(text).toMatch(new RegExp(`^${code}`));
  for (const part of parts) expect(text).toContain(part);
});

test('each verdict is told as something else', () => {
  const verdicts = ['not-a-folder', 'too-full', 'not-writable', 'not-kept', 'unreadable', 'broken-link', 'incomplete'];
  const all = [...verdicts, 'unmarked', 'not-marked', 'newer', 'what nobody knows'].map((verdict) =>
    told(verdict, ['a', 'b']),
  );
  expect(new Set(all).size).toBe(all.length);
});

test('a home on a read-only file system is told as that, not as one of another user', () => {
  expect(told('not-writable', ['0', 'touch:', 'Read-only', 'file', 'system'])).toContain('read-only');
  expect(told('not-writable', ['0', 'Permission', 'denied'])).not.toContain('read-only');
});

test('a check that says nothing known is told with all that it printed', () => {
  expect(told('sh:', ['not', 'found'], 'exec format error')).toContain('sh: not found exec format error');
  expect(told('', [])).toMatch(/\n$|\n\S/);
});
