import { expect, test } from 'vitest';
import { failedPlugins, noteFailedPlugins } from '../../../../electron/core/execute/failed-plugins.ts';
import type { Failure } from '../../../../electron/shared/failure.ts';
import { pluginsNotLoaded } from '../../../../electron/shared/failures/jenkins-plugins.ts';
import { Machine } from '../../../doubles/model-engine/machine.ts';
import { fakeWorld, intentWith } from '../../../doubles/world.ts';

/** In the words of Jenkins' PluginWrapper. */
const failing = [
  '2026-03-01 12:00:00.000+0000 [id=48]\tSEVERE\tjenkins.InitReactorRunner$1#onTaskFailed: Failed Loading plugin Pipeline: Groovy v2648.va (workflow-cps)',
  'java.io.IOException: Failed to load: Pipeline: Groovy (workflow-cps 2648.va)',
  ' - Update required: SCM API Plugin (scm-api 2.2) to be updated to 676.v1 or higher',
  ' - Plugin is missing: workflow-support (838.va)',
  '\tat hudson.PluginWrapper.resolvePluginDependencies(PluginWrapper.java:1018)',
  ' - not a reason',
];
const told =
  'Pipeline: Groovy (workflow-cps 2648.va); Update required: SCM API Plugin (scm-api 2.2) to be updated to 676.v1 or higher; Plugin is missing: workflow-support (838.va)';

test('each plugin that failed is told once, with its reasons', () => {
  expect(failedPlugins(['Running from: /usr/share/jenkins/jenkins.war', ...failing, ...failing])).toEqual([told]);
});

test('of many reasons, the first three are told', () => {
  const reasons = [1, 2, 3, 4].map((number) => ` - Plugin is missing: p${number} (1)`);
  expect(failedPlugins(['java.io.IOException: Failed to load: Git (git 5)', ...reasons])).toEqual([
    'Git (git 5); Plugin is missing: p1 (1); Plugin is missing: p2 (1); Plugin is missing: p3 (1)',
  ]);
});

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
  await noteFailedPlugins('jenkins', { world }, signal);
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

test('an earlier start of the same container does not count', () => {
  expect(failedPlugins([...failing, 'Running from: /usr/share/jenkins/jenkins.war', 'Jenkins is fully up'])).toEqual(
    [],
  );
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
