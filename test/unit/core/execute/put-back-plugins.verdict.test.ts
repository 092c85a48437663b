import { expect, test } from 'vitest';
import { putBackPlugins } from '../../../../electron/core/execute/put-back-plugins.ts';
import type { ContainerFact, OneShot } from '../../../../electron/core/world/engine.ts';
import type { PluginLook } from '../../../../electron/core/world/plugins.ts';
import { FailureError } from '../../../../electron/shared/failure.ts';
import { HOME, handMade, names, settings } from '../../../doubles/situation.ts';
import { fakeWorld } from '../../../doubles/world.ts';

/** Puts plugins back while these run; `verdict`: what the script says. */
async function putBack(verdict: string, running: readonly ContainerFact[] = [], look: PluginLook | null = null) {
  const runs: OneShot[] = [];
  let isForgotten = false;
  let remembered: PluginLook | null = null;
  const world = fakeWorld({
    home: HOME,
    homes: {
      pluginLook: () => look,
      rememberPlugins: async (_home, next) => {
        isForgotten = true;
        remembered = next;
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
  const { gpus } = runs[0] ?? {};
  return {
    ended,
    isForgotten,
    remembered,
    gpus,
    words: runs[0]?.command.slice(-3),
    binds: runs[0]?.binds,
    user: runs[0]?.user,
  };
}

test('they are put back as the user of Jenkins, and are then forgotten', async () => {
  expect(await putBack('put-back')).toEqual({
    ...{ ended: 'done', isForgotten: true, remembered: null, words: [HOME, 'plugins-1', 'free'], user: '1000' },
    gpus: false,
    binds: [{ source: HOME, target: HOME, readOnly: false }],
  });
});

test('what was found about them is kept, so that a new request asks again', async () => {
  const look: PluginLook = {
    older: [{ name: 'git', from: '1', to: '2' }],
    ...{ failing: [], failingAfter: [], lacking: [], isTakenOver: true, keptAs: 'plugins-1' },
  };
  expect((await putBack('put-back', [], look)).remembered).toEqual({ ...look, keptAs: null });
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
