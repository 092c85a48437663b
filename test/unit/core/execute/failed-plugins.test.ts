import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { failedPlugins, unlistedPlugins } from '../../../../electron/core/execute/failed-plugins.ts';
import { PLUGIN_FAILURE as failing, PLUGIN_FAILURE_TOLD as told } from '../../../doubles/plugin-failure.ts';
import { ROOT } from '../../../lab/paths.ts';

test('each plugin that failed is told once, with its reasons', () => {
  expect(failedPlugins(['Running from: /usr/share/jenkins/jenkins.war', ...failing, ...failing])).toEqual([told]);
});

test('a real log with all kinds of failures is read', () => {
  const file = join(ROOT, 'test/fixtures/jenkins/failed-plugins-log.json');
  const { lines }: { lines: string[][] } = JSON.parse(readFileSync(file, 'utf8'));
  const update =
    'Update required: Folders, Pipelines, branches in one (jenkins-all 1.0) to be updated to 2.0 or higher';
  expect(lines.map(failedPlugins)).toEqual([
    [
      'broken.jpi; archive is not a ZIP archive',
      'cut.jpi; archive is not a ZIP archive',
      'Pipeline: Needs missing (needs-missing 2.0); Plugin is missing: not-there (1.5)',
      'Needs newer core (needs-newer-core 1.4); Jenkins (3.100) or higher required',
      `Needs newer plugin (needs-newer 1.1-beta); ${update}`,
      `Needs several (needs-several 5.v1); ${update}; Plugin is missing: not-there (1.5); Failed to load: Needs newer plugin (needs-newer 1.1-beta)`,
    ],
    [
      'Throws in start v2 (throws); start fails',
      'Needs throws (needs-throws 3); Plugin is missing: throws (1)',
      'No class v1 (no-class); no.such.Class',
    ],
  ]);
});

test('of many reasons, the first three are told', () => {
  const reasons = [1, 2, 3, 4].map((number) => ` - Plugin is missing: p${number} (1)`);
  expect(failedPlugins(['java.io.IOException: Failed to load: Git (git 5)', ...reasons])).toEqual([
    'Git (git 5); Plugin is missing: p1 (1); Plugin is missing: p2 (1); Plugin is missing: p3 (1)',
  ]);
});

test('an earlier start of the same container does not count', () => {
  expect(failedPlugins([...failing, 'Running from: /usr/share/jenkins/jenkins.war', 'Jenkins is fully up'])).toEqual(
    [],
  );
});

test('one that is broken, or whose start throws, is told with its exception', () => {
  expect(
    failedPlugins([
      '2026-03-01 12:00:00.000+0000 [id=31]\tSEVERE\tjenkins.InitReactorRunner$1#onTaskFailed: Failed Inspecting plugin /var/jenkins_home/plugins/broken.jpi',
      'java.util.zip.ZipException: zip END header not found',
      '\tat java.base/java.util.zip.ZipFile$Source.findEND(ZipFile.java:1483)',
      'Caused: java.io.IOException: Failed to load /var/jenkins_home/plugins/broken.jpi',
      '2026-03-01 12:00:01.000+0000 [id=33]\tSEVERE\tjenkins.InitReactorRunner$1#onTaskFailed: Failed Initializing plugin own',
      'java.lang.NoClassDefFoundError',
      '2026-03-01 12:00:02.000+0000 [id=35]\tSEVERE\thudson.PluginManager$2$1$1#run: Failed to install odd: One or more dependencies could not be resolved for odd',
    ]),
  ).toEqual([
    'broken.jpi; zip END header not found',
    'own; java.lang.NoClassDefFoundError',
    'odd; One or more dependencies could not be resolved for odd',
  ]);
});

test('what Jenkins does not list as loaded is told, unless the log told it', () => {
  const listed = [
    { shortName: 'git', active: true, enabled: true },
    { shortName: 'cycle', active: false, enabled: true },
    { shortName: 'off', active: false, enabled: false },
  ];
  const installed = ['git', 'cycle', 'off', 'workflow-cps', 'broken', 'gone', 'gone'];
  expect(unlistedPlugins(installed, listed, [told, 'broken.jpi; zip END header not found'])).toEqual(['cycle', 'gone']);
});
