import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { Caller } from '../../../../electron/adapters/engine/call.ts';

const caller = () => new Caller({ host: 'unix:///run/docker.sock', context: 'default', socket: '/run/docker.sock' });
const never = () => new Promise<never>(() => undefined);

test('a call to an engine that hangs ends at its deadline and says what was asked and what to do', async () => {
  await expect(caller().call('list containers', 30, new AbortController().signal, never)).rejects.toMatchObject({
    failure: {
      code: 'engine/timeout',
      title: 'Docker takes too long to respond',
      detail: 'It did not list containers within 0.03 s (unix:///run/docker.sock).',
      command: 'sudo systemctl restart docker',
    },
  });
});

test('a caller that aborts first gets its own reason', async () => {
  const given = new AbortController();
  const asked = caller().call('list containers', 5000, given.signal, never);
  given.abort(new Error('enough'));
  await expect(asked).rejects.toThrow('enough');
});

test('a refusal is reported in the engine’s own words', async () => {
  const refused = Object.assign(new Error('x'), { statusCode: 500, json: { message: 'something is odd' } });
  await expect(
    caller().call('create it', 5000, new AbortController().signal, () => Promise.reject(refused)),
  ).rejects.toMatchObject({
    failure: {
      code: 'engine/error',
      title: 'Docker could not create it',
      detail: 'something is odd (HTTP 500)',
    },
  });
});

test('a finished call leaves no listeners behind', async () => {
  let given: AbortSignal | null = null;
  await caller().call('answer', 5000, new AbortController().signal, async (signal) => {
    given = signal;
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
  });
  expect(given).not.toBe(null);
  if (given !== null) expect(getEventListeners(given, 'abort')).toHaveLength(0);
});
