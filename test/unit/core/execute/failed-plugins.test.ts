import { expect, test } from 'vitest';
import { failedPlugins } from '../../../../electron/core/execute/failed-plugins.ts';
import { Machine } from '../../../doubles/model-engine/machine.ts';

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
