import { expect, test } from 'vitest';
import { createAttempt } from '../../../electron/main/attempt.ts';
import { FailureError } from '../../../electron/shared/failure.ts';
import { jenkinsNotRunning } from '../../../electron/shared/failures/jenkins.ts';

/** An attempt, and what it told. */
function attempting() {
  const told: string[] = [];
  const attempt = createAttempt({
    log: {
      folder: '',
      info: (line) => void told.push(`info ${line}`),
      warn: (line) => void told.push(`warn ${line}`),
      error: (line) => void told.push(`error ${line}`),
    },
    notify: ({ title }) => void told.push(`notify ${title}`),
    failed: () => void told.push('failed'),
  });
  return { attempt, told };
}

const failure = new FailureError(jenkinsNotRunning());
const all = [`warn ${failure.failure.title}: ${failure.failure.detail}`, `notify ${failure.failure.title}`, 'failed'];

test.each([
  ['later', () => Promise.reject(failure)],
  // As where the engine's context is missing: which mode a toggle leads to is asked before anything is waited for.
  [
    'at once',
    () => {
      throw failure;
    },
  ],
])('what fails %s is logged and told', async (_when, action) => {
  const { attempt, told } = attempting();
  attempt(action);
  await expect.poll(() => told).toEqual(all);
});

test('what goes well tells nothing', async () => {
  const { attempt, told } = attempting();
  attempt(async () => undefined);
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(told).toEqual([]);
});
