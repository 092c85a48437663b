import { expect, test } from 'vitest';
import { observeHolder } from '../../../../electron/core/observe/home-holder.ts';
import type { ContainerFact } from '../../../../electron/core/world/engine.ts';
import { jumpingClock } from '../../../doubles/clock.ts';
import { container } from '../../../doubles/situation.ts';
import { fakeWorld } from '../../../doubles/world.ts';

const OTHER = 'v1 abc123 other-computer far.example default 100 200';
const OWN = 'v1 abc123 this-computer ada default 100 200';

/** `later`: the line from the look with this number on. */
async function look(
  line: string | null,
  later: { readonly at: number; readonly line: string | null } | null = null,
  known: readonly ContainerFact[] = [],
  agreed: string | null = null,
) {
  let looks = 0;
  const clock = jumpingClock();
  const heartbeat = async () => {
    looks += 1;
    return later !== null && looks > later.at ? later.line : line;
  };
  const found = await observeHolder(
    fakeWorld({ clock, host: { heartbeat } }),
    known,
    agreed,
    new AbortController().signal,
  );
  return { found, seconds: clock.monotonic() / 1000 };
}

test('one that is silent was last heard of when it says', async () => {
  expect(await look(OTHER)).toEqual({
    found: { line: OTHER, host: 'far.example', instance: 'default', since: 100, last: 200, isOwn: false, beats: false },
    seconds: 25,
  });
  expect(await look(OWN)).toMatchObject({ found: { isOwn: true, beats: false }, seconds: 12 });
});

test('one whose line changes while it is looked at lives', async () => {
  const next = OTHER.replace('200', '210');
  expect(await look(OTHER, { at: 9, line: next })).toMatchObject({ found: { line: OTHER, beats: true }, seconds: 9 });
  expect(await look(OTHER, { at: 25, line: next })).toMatchObject({ found: { beats: true }, seconds: 25 });
  expect(await look(OTHER, { at: 26, line: next })).toMatchObject({ found: { beats: false } });
  expect(await look(OWN, { at: 11, line: next })).toMatchObject({ found: { isOwn: true, beats: true }, seconds: 11 });
});

test('one that leaves meanwhile is gone', async () => {
  expect(await look(OTHER, { at: 3, line: null })).toEqual({ found: null, seconds: 3 });
});

test('one that the user said is dead is not watched again', async () => {
  expect(await look(OTHER, null, [], OTHER)).toMatchObject({ found: { beats: false }, seconds: 0 });
  expect(await look(OTHER, null, [], OWN)).toMatchObject({ seconds: 25 });
});

test('a container of this engine tells by its own state', async () => {
  const known = [container('other'), container('jenkins', { id: 'abc123def' })];
  expect(await look(OTHER, null, known)).toEqual({ found: null, seconds: 0 });
  expect((await look(OTHER, null, known.slice(0, 1))).found).not.toBeNull();
});

test.each([
  [null],
  [''],
  ['v1 abc123 other far default 100'],
  ['v2 abc123 other far default 100 200'],
  [` ${OTHER}`],
  [`${OTHER} more`],
  ['v1 abc123 other far default 1000000000000 200'.replace('1000000000000', '1'.repeat(13))],
  ['v1 abc123 other far default 100 x'],
  [`v1 abc123 other far default 100 ${'2'.repeat(13)}`],
])('what is no heartbeat names nobody: %s', async (line) => {
  expect(await look(line)).toEqual({ found: null, seconds: 0 });
});
