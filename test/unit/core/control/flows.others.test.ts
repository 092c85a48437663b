import { describe, expect, test } from 'vitest';
import { defaultSettings } from '../../../../electron/shared/settings.ts';
import { Machine } from '../../../doubles/model-engine/machine.ts';
import type { NewContainer } from '../../../doubles/model-engine/objects.ts';
import { asked, BLUE, begin, bind, up, volume } from '../../../doubles/other-jenkins.ts';
import { HOME, names } from '../../../doubles/situation.ts';

/** A first start on a computer that already has a Jenkins, in a container or without one. */

const kinds: readonly (readonly [string, Partial<NewContainer>, boolean])[] = [
  ['whose home is a volume', {}, true],
  ['that rests', {}, false],
  ['of an image that says nothing, by its home', { image: 'company/ci', mounts: [bind('/srv/other')] }, true],
  ['without a home, by its image', { image: 'bitnami/jenkins', mounts: [] }, true],
  ['by its environment', { image: 'company/ci', mounts: [], env: ['JENKINS_OPTS=--prefix=/ci'] }, true],
];

describe('a first start', () => {
  test.each(kinds)('beside a Jenkins %s makes nothing without consent', async (_what, given, starts) => {
    const machine = Machine.withNewHome();
    begin(machine, given, starts);
    const before = JSON.stringify(machine.engine.containers);
    expect(await up(machine, [])).toMatchObject({ ok: false, failure: { code: 'consent/needed' } });
    expect([machine.record, JSON.stringify(machine.engine.containers)]).toEqual([[], before]);
    expect((await asked(machine)).join()).toContain(`Leave ${BLUE} alone`);
  });

  test('names where the other Jenkins has its home, and how to take it over', async () => {
    const machine = Machine.withNewHome();
    begin(machine, { ports: [{ address: '0.0.0.0', port: 8088, target: 8080 }] });
    expect((await asked(machine))[0]).toBe(
      `Leave ${BLUE} alone and set up a Jenkins beside it, on ${HOME}: ${BLUE} (image jenkins/jenkins, running) has its home in the volume jenkins-data, its page at port 8088. To continue with it instead: jenkins-tray take-over ${BLUE}. You are asked only once.`,
    );
  });

  test('with consent leaves it alone, and never asks again', async () => {
    const machine = Machine.withNewHome();
    begin(machine);
    expect((await up(machine, 'all')).ok).toBe(true);
    expect(machine.engine.container(BLUE)).toMatchObject({ starts: 1, run: { kind: 'running' } });
    expect(machine.settings.others.leave).toBe(true);
    machine.knownHome = null;
    machine.home = { ...machine.home, marked: false };
    machine.engine.remove(names.jenkins.dood, { force: true });
    expect((await up(machine, [])).ok).toBe(true);
  });

  test.each<readonly [string, Partial<NewContainer>]>([
    ['an agent', { image: 'jenkins/inbound-agent', mounts: [volume('jenkins-data')] }],
    ['the engine of the handbook', { image: 'docker:dind', mounts: [volume('jenkins-data')] }],
    ['a backup', { image: 'restic', mounts: [{ ...volume('jenkins-data'), readOnly: true }] }],
    ['a build', { image: 'jenkins/jenkins', mounts: [], env: ['BUILD_TAG=x'] }],
    ['a web server at 8080', { image: 'tomcat', mounts: [], ports: [{ address: '', port: 8099, target: 8080 }] }],
    [
      'another instance of this app',
      { labels: { 'io.jenkins-tray.instance': 'other', 'io.jenkins-tray.owner': 'somebody' } },
    ],
  ])('does not ask about %s', async (_what, given) => {
    const machine = Machine.withNewHome();
    begin(machine, { name: 'something', ...given });
    expect((await up(machine, [])).ok).toBe(true);
    expect(machine.settings).toEqual({ ...machine.settings, others: defaultSettings.others });
  });
});

test('a home that this app marked is no first start, though the settings folder is new', async () => {
  const machine = new Machine();
  machine.knownHome = null;
  begin(machine);
  expect(await asked(machine)).toEqual([]);
});

test('a set-up that works is never asked about another Jenkins', async () => {
  const machine = await Machine.running('dood');
  begin(machine);
  expect(await asked(machine)).toEqual([]);
  expect((await machine.process().controller.fulfil({ mode: 'dind', consents: [] })).ok).toBe(true);
});
