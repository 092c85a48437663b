import { expect, test } from 'vitest';
import { status } from '../../../../electron/cli/commands/status.ts';
import type { Failure } from '../../../../electron/shared/failure.ts';
import { buildsWithoutGpus } from '../../../../electron/shared/failures/gpu-containers.ts';
import { toolkitNotice } from '../../../../electron/shared/gpu.ts';
import { defaultSettings } from '../../../../electron/shared/settings.ts';
import { failureFrom, lines, running, snapshot, stage } from '../../../doubles/command.ts';

test('status of a running Jenkins is a short block, with exit code 0', async () => {
  const lab = stage({ snapshot: running() });
  expect(await status(lab.context)).toBe(0);
  expect(lab.out()).toBe(
    lines(
      'Jenkins    DinD at http://127.0.0.1:8081 (2.568.2)',
      'Requested  DinD',
      'Builds     none running',
      'Engine     Docker 29.7.0 at unix:///run/docker.sock',
    ),
  );
});

test('status exits with 3 when off, 4 when drifted, and 1 without an engine', async () => {
  expect(await status(stage().context)).toBe(3);
  const causes = [{ object: 'jenkins-container', current: 'stopped', desired: 'running' }];
  const drifted = stage({
    snapshot: snapshot({
      intent: 'dind',
      jenkins: { kind: 'drifted', mode: 'dind', url: null, version: '', causes },
    }),
  });
  expect(await status(drifted.context)).toBe(4);
  expect(drifted.out()).toContain('jenkins-container: stopped, should be running');
  const failure: Failure = { code: 'engine/unreachable', title: 'Docker does not answer', detail: 'ENOENT' };
  const gone = stage({
    snapshot: snapshot({ engine: { kind: 'unreachable', failure }, jenkins: { kind: 'unknown' } }),
  });
  expect(await status(gone.context)).toBe(1);
  expect(gone.out()).toContain('✗ Docker does not answer (engine/unreachable)');
});

test('status --json has every field, with null for unknown values', async () => {
  const lab = stage({ options: { json: true } });
  await status(lab.context);
  expect(JSON.parse(lab.out())).toEqual({
    intent: 'off',
    jenkins: { kind: 'stopped', mode: null, url: null, version: null },
    engine: {
      kind: 'connected',
      version: '29.7.0',
      apiVersion: '1.54',
      host: 'unix:///run/docker.sock',
      context: 'default',
    },
    builds: { kind: 'known', running: 0, list: [] },
    notices: [],
  });
});

test('unreadable settings are a failure, not another instance', async () => {
  const problem: Failure = { code: 'settings/invalid', title: 'Broken', detail: '' };
  const lab = stage({ world: { settings: { load: () => ({ settings: defaultSettings, problem }) } } });
  expect(await failureFrom(status(lab.context))).toEqual(problem);
});

test('while builds in DinD get no GPU for want of the toolkit, status says so, with the command that mends it', async () => {
  const address = 'https://packages.example/libnvidia-container';
  const notices = [{ id: toolkitNotice(address), failure: buildsWithoutGpus(address) }];
  const lab = stage({ snapshot: { ...running(), notices } });
  expect(await status(lab.context)).toBe(0);
  expect(lab.out()).toContain('GPUs       builds: no GPU');
  expect(lab.out()).toContain(`jenkins-tray config set images.nvidiaRepository ${address} && jenkins-tray up dind`);
});

test('quietly, only an engine that cannot be reached is reported, beside the exit code', async () => {
  const quiet = { options: { quiet: true } };
  const off = stage(quiet);
  expect([await status(off.context), off.out(), off.errors()]).toEqual([3, '', '']);
  const failure: Failure = { code: 'engine/unreachable', title: 'Docker does not answer', detail: 'ENOENT' };
  const gone = stage({
    ...quiet,
    snapshot: snapshot({ engine: { kind: 'unreachable', failure }, jenkins: { kind: 'unknown' } }),
  });
  expect([await status(gone.context), gone.out()]).toEqual([1, '']);
  expect(gone.errors()).toContain('Docker does not answer (engine/unreachable)');
});
