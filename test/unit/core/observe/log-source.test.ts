import { expect, test } from 'vitest';
import { logContainer, runningContainer } from '../../../../electron/core/observe/log-source.ts';
import type { ContainerFact } from '../../../../electron/core/world/engine.ts';
import { container, names, settings } from '../../../doubles/situation.ts';
import { fakeWorld, settingsWith } from '../../../doubles/world.ts';

const { nestedEngine: ENGINE } = names;
const { dind: DIND, dood: DOOD } = names.jenkins;
const { signal } = new AbortController();

const logOf = (source: 'jenkins' | 'dind', existing: readonly ContainerFact[], instance = '') => {
  const engine = {
    containersNamed: async (wanted: readonly string[]) => existing.filter(({ name }) => wanted.includes(name)),
  };
  return logContainer(fakeWorld({ engine, settings: settingsWith(settings({ instance })) }), source, signal);
};
const stopped = (name: string, startedAt: number | null, createdAt = 5) =>
  container(name, { state: 'exited', startedAt, createdAt });

test.each<[string, readonly ContainerFact[], string]>([
  ['the one that runs', [container(ENGINE), stopped(DIND, 9), container(DOOD)], DOOD],
  ['the one that runs', [stopped(DIND, 9), container(DOOD, { startedAt: 8 })], DOOD],
  ['the only one', [container(ENGINE), stopped(DIND, 9)], DIND],
  ['the one that was started last', [stopped(DIND, 7), stopped(DOOD, 9)], DOOD],
  ['the one that was started last', [stopped(DIND, 9), stopped(DOOD, 7)], DIND],
  ['the one that was created last, where none ever started', [stopped(DOOD, null, 1), stopped(DIND, null, 2)], DIND],
])('the log of Jenkins is that of %s', async (_which, existing, expected) => {
  expect(await logOf('jenkins', existing)).toBe(expected);
});

test('the log of the nested engine is its own, of this instance', async () => {
  expect(await logOf('dind', [container(DIND), container(ENGINE)])).toBe(ENGINE);
  expect(await logOf('dind', [container(ENGINE), container(`${ENGINE}-two`)], 'two')).toBe(`${ENGINE}-two`);
});

test('without a container, the failure says how to start one', async () => {
  await expect(logOf('jenkins', [container(ENGINE)])).rejects.toMatchObject({
    failure: { title: 'There is no log of Jenkins', command: 'jenkins-tray up dood' },
  });
  await expect(logOf('dind', [container(DIND)])).rejects.toMatchObject({
    failure: { title: 'There is no log of the nested engine', command: 'jenkins-tray up dind' },
  });
});

test.each<[ContainerFact['state'], boolean]>([
  ['running', true],
  ['restarting', false],
  ['paused', false],
  ['exited', false],
])('a command can run in a Jenkins that is %s: %s', async (state, runs) => {
  const engine = { containersNamed: async () => [container(ENGINE), container(DOOD, { state })] };
  const found = runningContainer(fakeWorld({ engine, settings: settingsWith() }), 'jenkins', signal);
  if (runs) expect(await found).toBe(DOOD);
  else await expect(found).rejects.toMatchObject({ failure: { code: 'jenkins/unreachable' } });
});

test('without a container, no command can run, and the failure says how to start one', async () => {
  const none = { engine: { containersNamed: async () => [] }, settings: settingsWith() };
  const failure = { code: 'jenkins/unreachable', command: 'jenkins-tray up dind' };
  await expect(runningContainer(fakeWorld(none), 'dind', signal)).rejects.toMatchObject({ failure });
});
