import { expect, test } from 'vitest';
import { putBackPlugins } from '../../../../electron/core/execute/put-back-plugins.ts';
import type { ContainerFact, OneShot } from '../../../../electron/core/world/engine.ts';
import { FailureError } from '../../../../electron/shared/failure.ts';
import { HOME, handMade, names, settings } from '../../../doubles/situation.ts';
import { fakeWorld } from '../../../doubles/world.ts';

/** Puts plugins back while these run; `verdict`: what the script says. */
async function putBack(verdict: string, running: readonly ContainerFact[] = []) {
  const runs: OneShot[] = [];
  let isForgotten = false;
  const world = fakeWorld({
    home: HOME,
    homes: {
      rememberPlugins: async () => {
        isForgotten = true;
      },
    },
    host: { realPath: async (path) => path, jenkins: async () => [] },
    engine: {
      runningContainers: async () => running,
      containersNamed: async () => running,
      runOneShot: async (run) => {
        runs.push(run);
        return { exitCode: 0, stdout: `${verdict}\n`, stderr: '' };
      },
    },
  });
  const run = { world, settings: settings(), names, version: '1', output: () => undefined };
  const step = { home: HOME, image: 'jenkins-image', keptAs: 'plugins-1' };
  const ended = await putBackPlugins(step, run, new AbortController().signal).then(
    () => 'done',
    (thrown: unknown) => (thrown instanceof FailureError ? thrown.failure.code : thrown),
  );
  return { ended, isForgotten, words: runs[0]?.command.slice(-3), binds: runs[0]?.binds, user: runs[0]?.user };
}

test('they are put back as the user of Jenkins, and are then forgotten', async () => {
  expect(await putBack('put-back')).toEqual({
    ...{ ended: 'done', isForgotten: true, words: [HOME, 'plugins-1', 'free'], user: '1000' },
    binds: [{ source: HOME, target: HOME, readOnly: false }],
  });
});

test('while another Jenkins has the home, they are left alone, which is told if there was something to do', async () => {
  const other = [handMade('another', HOME, 9000)];
  expect(await putBack('in-use', other)).toMatchObject({
    ...{ ended: 'home/in-use', isForgotten: false, words: [HOME, 'plugins-1', 'in-use'] },
  });
  expect(await putBack('put-back', other)).toMatchObject({ ended: 'done', isForgotten: true });
});

test('once it is given up, nothing is put back', async () => {
  const world = fakeWorld({ home: HOME });
  const run = { world, settings: settings(), names, version: '1', output: () => undefined };
  const step = { home: HOME, image: 'jenkins-image', keptAs: 'plugins-1' };
  await expect(putBackPlugins(step, run, AbortSignal.abort(new Error('given up')))).rejects.toThrow('given up');
});

test.each(['in-use', 'cp: no space left', ''])('any other end is a failure of its own: "%s"', async (verdict) => {
  expect(await putBack(verdict)).toMatchObject({ ended: 'home/plugins-not-put-back', isForgotten: false });
});
