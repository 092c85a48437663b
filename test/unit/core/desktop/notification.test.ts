import { expect, test } from 'vitest';
import { notificationOf } from '../../../../electron/core/desktop/notification.ts';
import type { HomeJob, HomeJobEnd } from '../../../../electron/shared/home-job.ts';
import { initialSnapshot } from '../../../../electron/shared/initial-snapshot.ts';
import type { JenkinsState, Snapshot } from '../../../../electron/shared/snapshot.ts';

const failure = { code: 'jenkins/not-ready', title: 'Jenkins did not become ready', detail: '' } as const;
const unreachable = { code: 'engine/unreachable', title: 'The Docker engine does not answer', detail: '' } as const;
const snapshot = (jenkins: JenkinsState, change: Partial<Snapshot> = {}): Snapshot => ({
  ...initialSnapshot,
  engine: { kind: 'connected', version: '1', apiVersion: '1', host: '', context: '' },
  jenkins,
  ...change,
});
const running = snapshot({ kind: 'running', mode: 'dind', url: 'http://127.0.0.1:8081', version: '' });
const moving = snapshot({
  kind: 'converging',
  from: 'off',
  to: 'dind',
  mode: 'dind',
  step: '',
  done: 0,
  total: 1,
  url: null,
});
const stopped = snapshot({ kind: 'stopped' });
const failed = snapshot({ kind: 'failed', mode: 'dind', failure, url: null });
const drifted = snapshot({
  kind: 'drifted',
  mode: 'dind',
  url: null,
  version: '',
  causes: [{ object: 'jenkins-container', current: 'exited', desired: 'running' }],
});
const away = snapshot({ kind: 'unknown' }, { engine: { kind: 'unreachable', failure: unreachable } });

test('ready, failed, off and attention are each notified once', () => {
  expect(notificationOf(moving, running)).toEqual({ title: 'Jenkins is ready in DinD', body: 'http://127.0.0.1:8081' });
  expect(notificationOf(moving, failed)?.title).toBe('DinD did not start');
  expect(notificationOf(moving, stopped)?.title).toBe('Jenkins is off');
  expect(notificationOf(running, drifted)?.body).toBe('jenkins-container: exited');
  expect(notificationOf(running, away)?.title).toBe('The Docker engine does not answer');
  for (const same of [running, failed, stopped, drifted, away, moving]) expect(notificationOf(same, same)).toBeNull();
});
test('a Jenkins that has restarted is told as ready', () => {
  const restarting = snapshot({ kind: 'restarting', mode: 'dind', url: 'http://127.0.0.1:8081' });
  expect(notificationOf(restarting, running)?.title).toBe('Jenkins is ready in DinD');
  expect(notificationOf(running, restarting)).toBeNull();
});
test('a drift without causes says where they are shown', () => {
  const unclear = snapshot({ kind: 'drifted', mode: 'dind', url: null, version: '', causes: [] });
  expect(notificationOf(running, unclear)?.body).toBe('Open Jenkins Tray to see why.');
});
test('an engine that went away is told with what to do about it, if anything', () => {
  const fix = 'Start Docker.';
  const engine = { kind: 'unreachable', failure: { ...unreachable, fix } } as const;
  expect(notificationOf(running, { ...away, engine })?.body).toBe(fix);
  expect(notificationOf(running, away)?.body).toBe('Jenkins Tray keeps trying.');
});
test('a new notice counts beside an older one, and only one that needs somebody', () => {
  const older = { id: 'settings', failure } as const;
  const lost = { id: 'gpu-lost:1', failure: { code: 'gpu/lost', title: 'Lost', detail: '' } } as const;
  const having = (...notices: Snapshot['notices']): Snapshot => ({ ...running, notices });
  expect(notificationOf(having(older), having(older, lost))?.title).toBe('Lost');
  expect(notificationOf(having(), having(older))).toBeNull();
});
test('after a rollback the notification names the failure, not “ready”', () => {
  const notice = { id: 'given-up-7', failure } as const;
  const before = { ...running, notices: [notice] };
  expect(notificationOf(moving, before)).toEqual({
    title: 'Jenkins did not become ready',
    body: 'Jenkins runs in DinD as before.',
  });
  expect(notificationOf(before, before)).toBeNull();
});
test('lost GPUs of a running DinD are notified once', () => {
  const fix = 'Recreate the DinD container.';
  const notice = {
    id: 'gpu-lost:1234',
    failure: { code: 'gpu/lost', title: 'Builds have lost them', detail: '', fix },
  } as const;
  const lost = { ...running, notices: [notice] };
  expect(notificationOf(running, lost)).toEqual({ title: 'Builds have lost them', body: fix });
  expect(notificationOf(lost, lost)).toBeNull();
  expect(notificationOf(lost, running)).toBeNull();
});
test('the state at start-up is not notified', () => {
  for (const now of [running, failed, stopped, drifted, away]) expect(notificationOf(initialSnapshot, now)).toBeNull();
});

test('a newer version is notified once', () => {
  const notice = {
    id: 'update-to-0.2.0',
    failure: { code: 'update/available', title: 'It is there', detail: '' },
  } as const;
  const offered = { ...running, notices: [notice] };
  expect(notificationOf(running, offered)?.title).toBe('It is there');
  expect(notificationOf(offered, offered)).toBeNull();
});

const job: HomeJob = {
  ...{ kind: 'verify', subject: 'NAME', startedAt: 0 },
  ...{ state: 'running', line: '', isCancelled: false },
};
const end = (how: HomeJobEnd): HomeJob => ({ ...job, state: 'ended', end: how });

test('the end of work on a snapshot is told, unless the user cancelled it', () => {
  const of = (how: HomeJobEnd) => notificationOf({ ...running, job }, { ...running, job: end(how) });
  expect(of({ kind: 'done', lines: ['It was kept.'] })).toEqual({
    title: 'NAME is as it was written',
    body: 'It was kept.',
  });
  expect(of({ kind: 'failed', failure })?.title).toBe(failure.title);
  expect(of({ kind: 'cancelled' })).toBe(null);
});
