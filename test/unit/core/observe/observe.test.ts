import { expect, test } from 'vitest';
import { asJenkins, runningPlace } from '../../../../electron/core/observe/observe.ts';
import type { ContainerFact } from '../../../../electron/core/world/engine.ts';
import type { JenkinsAddress } from '../../../../electron/core/world/jenkins.ts';
import { err, ok } from '../../../../electron/shared/failure.ts';
import type { Settings } from '../../../../electron/shared/settings.ts';
import { container, names, ours, settings } from '../../../doubles/situation.ts';
import { fakeWorld } from '../../../doubles/world.ts';

/** Which logins a Jenkins that wants one is shown; `from` are the containers that the engine tells of. */
async function shown(from: readonly ContainerFact[], jenkins: Partial<Settings['jenkins']> = {}) {
  const shows: string[] = [];
  const now = settings({ jenkins: { ...settings().jenkins, ...jenkins } });
  const world = fakeWorld({ secrets: { adminPassword: async () => 'generated' } });
  const place = runningPlace(from, { names, settings: now });
  if (place === null) return shows;
  await asJenkins(world, now, place, async ({ user, password }: JenkinsAddress) => {
    shows.push(`${user}:${password}`);
    return password === '' ? err({ code: 'jenkins/unreachable', title: 'a login is wanted', detail: '' }) : ok([]);
  });
  return shows;
}

const byHand = (change: Partial<ContainerFact> = {}) =>
  container('jenkins-dood-container', { ports: [{ address: '0.0.0.0', port: 9090, target: 8080 }], ...change });
const user = { user: 'me', apiToken: 'token' };

test('our own Jenkins on our port gets the administrator’s login once it asks for one', async () => {
  expect(await shown(ours('dood'))).toEqual([':', 'admin:generated']);
  expect(await shown(ours('dind'))).toEqual([':', 'admin:generated']);
});

test.each([
  ['does not publish its port', { ports: [] }],
  ['publishes another one', { ports: [{ address: '127.0.0.1', port: 9, target: 8080 }] }],
  ['publishes it for something else', { ports: [{ address: '127.0.0.1', port: 8080, target: 50000 }] }],
  ['starts again and again', { state: 'restarting' }],
] as const)('no login is sent where our Jenkins %s', async (_how, change) => {
  expect(await shown(ours('dood', change))).toEqual([':']);
  expect(await shown(ours('dood', change), user)).toEqual([':']);
});

test('a hand-made Jenkins gets the user’s own login and never the generated one', async () => {
  expect(await shown([byHand()])).toEqual([':']);
  expect(await shown([byHand()], user)).toEqual(['me:token']);
  expect(await shown([byHand({ ports: [] })], user)).toEqual([':']);
});

test('if the user set a login, only that one is sent', async () => {
  expect(await shown(ours('dood'), user)).toEqual(['me:token']);
});

test.each([
  ['another settings folder', { 'io.jenkins-tray.owner': 'somebody' }],
  ['nobody yet', { 'io.jenkins-tray.owner': undefined }],
])('the Jenkins of %s gets no login', async (_whose, owner) => {
  const [jenkins] = ours('dood');
  const labels = Object.entries({ ...jenkins?.labels, ...owner }).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, value]],
  );
  const theirs = ours('dood', { labels: Object.fromEntries(labels) });
  expect(await shown(theirs)).toEqual([':']);
  expect(await shown(theirs, user)).toEqual([':']);
});
