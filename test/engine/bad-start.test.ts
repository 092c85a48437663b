import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { badDay } from '../lab/bad-day.ts';
import { docker, product, QUICK_START, writeSettings } from '../lab/setup.ts';

/** What does not build, start or become ready is reported with its last lines, and the previous mode comes back. */
const { lab, switchTo, failure, change } = badDay('badstart', 23100);

test('an unavailable base image is reported', async () => {
  change({ images: { jenkinsBase: 'lab/no-such-base', engineBase: 'lab/engine' } });
  expect(await failure('dood')).toMatchObject({
    code: 'image/base-unavailable',
    command: 'docker pull lab/no-such-base',
  });
});

test('a wrong package or plugin fails the image build with its last lines', async () => {
  const file = join(lab.configDir, 'packages');
  writeFileSync(file, 'no-such-package-anywhere\n');
  change({ images: { ...Object(lab.settings.images), packagesFile: file } });
  const found = await failure('dood');
  expect(found.code).toBe('image/build-failed');
  expect(found.detail).toContain('no-such-package-anywhere');
  const plugins = join(lab.configDir, 'plugins');
  writeFileSync(plugins, 'not a plugin line\n');
  change({ images: { ...Object(lab.settings.images), pluginsFile: plugins } });
  const other = await failure('dood');
  expect(other.code).toBe('image/build-failed');
  expect(other.detail).toContain('not a plugin line');
});

test('a Jenkins that exits at once, with none before it, is stopped and kept for its log', async () => {
  change({ jenkins: { javaOpts: '-Xmx1k' } });
  const found = await failure('dood');
  expect(found.code).toBe('jenkins/exited');
  expect(found.detail).toContain('Too small');
  expect(docker('inspect', '-f', '{{.State.Running}}', lab.names.jenkins.dood)).toBe('false');
  const { controller } = product(lab);
  expect((await controller.refresh()).jenkins).toMatchObject({ kind: 'failed', failure: { code: 'jenkins/exited' } });
  await controller.close();
  change({});
  expect((await switchTo('dood', 'all')).ok).toBe(true);
});

test('a mode that does not start gives way to the previous one', async () => {
  expect((await switchTo('dood', 'all')).ok).toBe(true);
  const broken = {
    ...lab.settings,
    nested: { bip: '999.0.0.1/24' },
    timeouts: { healthy: 5 },
  };
  writeSettings(lab, broken);
  const found = await failure('dind', 'all');
  expect(found.code).toBe('dind/unhealthy');
  expect(found.detail).toContain('invalid CIDR address: 999.0.0.1/24');
  const { controller } = product(lab);
  expect((await controller.refresh()).jenkins).toMatchObject({ kind: 'running', mode: 'dood' });
  await controller.close();
  expect(docker('ps', '-a', '--format', '{{.Names}}', '--filter', `label=io.jenkins-tray.instance=${lab.name}`)).toBe(
    lab.names.jenkins.dood,
  );
});

test('a Jenkins that never becomes ready is reported with its log, and stopped', async () => {
  const suspended = '-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,address=5005';
  change({ jenkins: { javaOpts: suspended }, timeouts: { ready: 10 } });
  const found = await failure('dood', 'all');
  expect(found.code).toBe('jenkins/not-ready');
  expect(found.detail).toContain('did not become ready within 10 s');
  expect(docker('inspect', '-f', '{{.State.Running}}', lab.names.jenkins.dood)).toBe('false');
});

test('a create body changed by the app or the settings is shown as drift, and nothing is done', async () => {
  expect((await switchTo('dood', 'all')).ok).toBe(true);
  const before = docker('ps', '-q', '--no-trunc', '--filter', `name=^${lab.names.jenkins.dood}$`);
  change({ jenkins: { javaOpts: QUICK_START, executors: 7 } });
  const { controller } = product(lab);
  controller.watch();
  await expect
    .poll(() => controller.snapshot().jenkins)
    .toMatchObject({
      kind: 'drifted',
      causes: [
        {
          object: lab.names.jenkins.dood,
          current: 'different number of executors',
          desired: 'number of executors as configured',
        },
      ],
    });
  await controller.close();
  expect(docker('ps', '-q', '--no-trunc', '--filter', `name=^${lab.names.jenkins.dood}$`)).toBe(before);
});
