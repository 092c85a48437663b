import { expect, test } from 'vitest';
import { withLog } from '../../../../electron/core/execute/with-log.ts';
import { nestedEngineDown } from '../../../../electron/shared/failures/dind.ts';
import { fakeWorld } from '../../../doubles/world.ts';

const failure = nestedEngineDown('dind', 'it said no');
async function detailWith(logTail: () => Promise<readonly string[]>, of = failure) {
  const asked: unknown[] = [];
  const world = fakeWorld({
    engine: {
      logTail: async (name, lines) => {
        asked.push(name, lines);
        return [...(await logTail())];
      },
    },
  });
  const thrown = await withLog(world, 'dind', of, new AbortController().signal);
  expect(asked).toEqual(['dind', 20]);
  expect({ ...thrown.failure, detail: '' }).toEqual({ ...of, detail: '' });
  return thrown.failure.detail;
}

test('the last lines follow what is known already', async () => {
  expect(await detailWith(async () => ['one', 'two'])).toBe(`${failure.detail}\nThe last lines of dind:\none\ntwo`);
});

test('a failure without a detail gets the lines alone', async () => {
  expect(await detailWith(async () => ['one'], { ...failure, detail: '' })).toBe('The last lines of dind:\none');
});

test('a log that is empty or cannot be read adds nothing', async () => {
  expect(await detailWith(async () => [])).toBe(failure.detail);
  expect(await detailWith(() => Promise.reject(new Error('no log driver')))).toBe(failure.detail);
});

test('endless lines are cut, and control characters taken out', async () => {
  const detail = await detailWith(async () => [`a\u001b[31m${'x'.repeat(5000)}`]);
  expect(detail).not.toContain('\u001b');
  expect(detail.length).toBeLessThan(failure.detail.length + 1100);
});

test('the last telling line comes first, and lines of earlier tries once', async () => {
  const tried = ["Unrecognized VM option 'UseFoo'", 'Error: Could not create the Java Virtual Machine.'];
  const detail = await detailWith(async () => [...tried, ...tried], { ...failure, detail: 'Exit code 1.' });
  expect(detail.split('\n')).toEqual([
    "Exit code 1. It logged: Unrecognized VM option 'UseFoo'",
    'The last lines of dind:',
    ...tried,
  ]);
});
