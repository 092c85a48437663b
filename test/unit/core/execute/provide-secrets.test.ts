import { expect, test } from 'vitest';
import { provideSecrets } from '../../../../electron/core/execute/provide-secrets.ts';
import type { ExecResult } from '../../../../electron/core/world/engine.ts';
import { FailureError } from '../../../../electron/shared/failure.ts';
import { fakeWorld } from '../../../doubles/world.ts';

/** Why there are no secrets, where the container answers so. */
async function failure(answer: () => ExecResult, signal = new AbortController().signal) {
  const exec = async (): Promise<ExecResult> => answer();
  const world = fakeWorld({ secrets: { adminPassword: async () => 'pw' }, engine: { exec } });
  return (await provideSecrets('jenkins', { world }, signal))?.detail ?? null;
}

test('what the container says about its secrets is told', async () => {
  expect(await failure(() => ({ exitCode: 0, stdout: '', stderr: '' }))).toBeNull();
  expect(await failure(() => ({ exitCode: 1, stdout: 'out\n', stderr: 'sh: read-only\n' }))).toMatch(
    /out\nsh: read-only$/,
  );
});

test('an engine that does not answer is a reason as well; an abort is none', async () => {
  const away = () => {
    throw new FailureError({ code: 'engine/timeout', title: '', detail: 'no answer' });
  };
  expect(await failure(away)).toContain('no answer');
  await expect(failure(away, AbortSignal.abort(new Error('given up')))).rejects.toThrow('given up');
});
