import { expect, test } from 'vitest';
import { progressOf } from '../../../../renderer/builds/progress.ts';

test('progress is shown against the estimate, and not past it', () => {
  const build = { job: 'a', number: 1, url: '', result: 'running', startedAt: 0, duration: 0 } as const;
  expect(progressOf({ ...build, estimated: 120_000 }, 30_000)).toEqual({ share: 0.25, text: '30 s of about 2 min' });
  expect(progressOf({ ...build, estimated: 20_000 }, 30_000)).toEqual({
    share: null,
    text: '30 s, longer than the expected 20 s',
  });
  expect(progressOf({ ...build, estimated: null }, 30_000).share).toBeNull();
});
