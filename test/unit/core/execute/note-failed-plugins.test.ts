import { expect, test } from 'vitest';
import { noteFailedPlugins } from '../../../../electron/core/execute/note-failed-plugins.ts';
import type { World } from '../../../../electron/core/world/world.ts';
import type { Failure } from '../../../../electron/shared/failure.ts';
import { pluginsNotLoaded } from '../../../../electron/shared/failures/jenkins-plugins.ts';
import { Machine } from '../../../doubles/model-engine/machine.ts';
import { PLUGIN_FAILURE as failing, PLUGIN_FAILURE_TOLD as told } from '../../../doubles/plugin-failure.ts';
import { names, settings } from '../../../doubles/situation.ts';
import { fakeWorld, intentWith } from '../../../doubles/world.ts';

const runIn = (world: World) => ({ world, settings: settings(), names, version: '1', output: () => undefined });

/** How often the intent is stored where the log is this, and the intent says `before`. */
async function stored(log: () => readonly string[], before: Failure | null, signal = new AbortController().signal) {
  let saves = 0;
  const world = fakeWorld({
    intent: {
      load: () => intentWith({ plugins: before }),
      save: async () => {
        saves += 1;
      },
    },
    engine: { logTail: async () => log() },
  });
  await noteFailedPlugins({ name: 'jenkins', url: 'http://127.0.0.1:8080' }, runIn(world), signal);
  return saves;
}

test('only a change is stored, and a log that cannot be read changes nothing', async () => {
  const unreadable = (): never => {
    throw new Error('no log');
  };
  expect(await stored(() => failing, null)).toBe(1);
  expect(await stored(() => failing, pluginsNotLoaded([told]))).toBe(0);
  expect(await stored(() => [], null)).toBe(0);
  expect(await stored(() => [], pluginsNotLoaded([told]))).toBe(1);
  expect(await stored(unreadable, pluginsNotLoaded([told]))).toBe(0);
  await expect(stored(unreadable, null, AbortSignal.abort(new Error('given up')))).rejects.toThrow('given up');
});

test('a Jenkins that is ready without some plugins says so, until a start without that', async () => {
  const machine = new Machine();
  machine.log = failing;
  const { controller } = machine.process();
  const result = await controller.fulfil({ mode: 'dood', consents: 'all' });
  expect(result.ok && result.value.jenkins.kind).toBe('running');
  expect(result.ok && result.value.notices.map(({ failure }) => [failure.code, failure.detail])).toEqual([
    ['jenkins/plugins-failed', told],
  ]);
  machine.log = [];
  const after = await machine.process().controller.fulfil({ mode: 'dind', consents: 'all' });
  expect(after.ok && after.value.notices).toEqual([]);
});

test('where Jenkins lets the app see its list, what the log does not tell is told as well', async () => {
  const machine = new Machine();
  machine.log = failing;
  machine.listed = [{ shortName: 'git', active: true, enabled: true }];
  machine.plugins.installed = ['git', 'workflow-cps', 'gone'];
  const result = await machine.process().controller.fulfil({ mode: 'dood', consents: 'all' });
  expect(result.ok && result.value.notices.map(({ failure }) => failure.detail)).toEqual([
    `${told}\ngone; Jenkins does not list it as loaded`,
  ]);
});
