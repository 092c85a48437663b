import { expect, test } from 'vitest';
import { withNames } from '../../../../electron/core/control/with-names.ts';

const id = `3c6ef372fe94${'c'.repeat(52)}`;
const other = `a54ff53a5f1d${'d'.repeat(52)}`;
const cause = { object: '', current: '', desired: '' };
const say = (text: string) => ({ code: 'engine/error', title: text, detail: text, fix: text, command: text }) as const;

test('a failure names the container instead of its id, everywhere, and shortens other ids', () => {
  const failure = say(`${id} and 3c6ef372fe94 need ${other}`);
  const expected = 'jenkins and jenkins need a54ff53a5f1d';
  expect(withNames(failure, { kind: 'unpause', name: 'jenkins', id, cause })).toEqual(say(expected));
});

test('where a step has no id, no text becomes its name', () => {
  const failure = { code: 'engine/error', title: `${id}`, detail: 'no' } as const;
  const short = { ...failure, title: '3c6ef372fe94' };
  expect(withNames(failure, { kind: 'unpause', name: 'jenkins', id: '', cause })).toEqual(short);
  expect(withNames(failure, { kind: 'remove-image', name: 'jenkins', cause })).toEqual(short);
});
