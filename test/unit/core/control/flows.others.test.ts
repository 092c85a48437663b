import { describe, expect, test } from 'vitest';
import type { HostJenkins } from '../../../../electron/core/world/host.ts';
import { defaultSettings } from '../../../../electron/shared/settings.ts';
import { Machine } from '../../../doubles/model-engine/machine.ts';
import type { NewContainer } from '../../../doubles/model-engine/objects.ts';
import { HOME, names, runningBuild } from '../../../doubles/situation.ts';

/** A first start on a computer that already has a Jenkins, in a container or without one. */

const BLUE = 'jenkins-blueocean';
const bind = (source: string) => ({ type: 'bind', source, target: '/var/jenkins_home', readOnly: false }) as const;
const volume = (source: string) => ({ type: 'volume', source, target: '/var/jenkins_home', readOnly: false }) as const;

/** A container that somebody else made; it has been up for a while, or rests. */
function begin(machine: Machine, given: Partial<NewContainer> = {}, starts = true): void {
  const { image = 'jenkins/jenkins', name = BLUE, mounts = [volume('jenkins-data')] } = given;
  if (!machine.engine.images.some(({ names: tags }) => tags.includes(image))) machine.engine.build(image, {});
  machine.engine.create({ command: ['sleep', '100000000'], policy: 'unless-stopped', ...given, name, image, mounts });
  if (starts) machine.engine.start(name);
  machine.clock.advance(60_000);
}

/** A machine whose home has content, and was never used by this app. */
function withUnknownHome(): Machine {
  const machine = new Machine();
  machine.knownHome = null;
  machine.home = { ...machine.home, marked: false };
  return machine;
}

const up = (machine: Machine, consents: 'all' | readonly string[]) =>
  machine.process().controller.fulfil({ mode: 'dood', consents });
const takeOver = (machine: Machine, name: string): void => {
  machine.settings = { ...machine.settings, others: { leave: false, takeOver: name } };
};
const asked = async (machine: Machine): Promise<readonly string[]> => {
  const preview = await machine.process().controller.preview('dood');
  return preview.ok ? preview.value.questions.map(({ text, detail }) => `${text}: ${detail}`) : [];
};

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

describe('a take-over', () => {
  const running = (): Machine => {
    const machine = withUnknownHome();
    begin(machine, { mounts: [bind(HOME)], ports: [{ address: '', port: 8080, target: 8080 }] });
    return machine;
  };

  test('of a running Jenkins needs the setting, else it blocks', async () => {
    const machine = running();
    expect(await up(machine, 'all')).toMatchObject({ ok: false, failure: { code: 'home/in-use' } });
    takeOver(machine, BLUE);
    expect(await up(machine, [])).toMatchObject({ ok: false, failure: { code: 'consent/needed' } });
    expect(machine.record).toEqual([]);
  });

  test('asks about its builds, stops it, keeps it and starts ours on its home', async () => {
    const machine = running();
    takeOver(machine, BLUE);
    machine.builds = { ok: true, value: [runningBuild] };
    expect((await asked(machine)).map((text) => text.split(':')[0])).toEqual([
      'Stop a running build',
      `Take over ${BLUE}, which Jenkins Tray did not create`,
    ]);
    const { id } = machine.engine.container(BLUE);
    const result = await up(machine, 'all');
    expect(result.ok && result.value.jenkins).toMatchObject({ kind: 'running', mode: 'dood' });
    expect(machine.engine.container(id)).toMatchObject({
      name: `${BLUE}-before-jenkins-tray-${id.slice(0, 6)}`,
      policy: 'no',
      run: { kind: 'idle' },
    });
    expect(machine.violations).toEqual([]);
  });

  test('of one that Compose made says that it would come back', async () => {
    const machine = withUnknownHome();
    const labels = { 'com.docker.compose.project': 'ci', 'com.docker.compose.service': 'jenkins' };
    begin(machine, { mounts: [bind(HOME)], labels });
    takeOver(machine, BLUE);
    expect((await asked(machine)).join()).toContain('It belongs to the Compose project ci');
  });

  test.each(['start', 'create'])('that fails at %s brings it back as it was', async (call) => {
    const machine = running();
    takeOver(machine, BLUE);
    const { id } = machine.engine.container(BLUE);
    const fault = { kind: 'fail', status: 500, text: 'no such device' } as const;
    const faults = Array.from({ length: 20 }, (_, at) => ({
      call: `${call} ${names.jenkins.dood}`,
      nth: at + 1,
      fault,
    }));
    expect((await machine.process(faults).controller.fulfil({ mode: 'dood', consents: 'all' })).ok).toBe(false);
    expect(machine.engine.container(id)).toMatchObject({
      name: BLUE,
      policy: 'unless-stopped',
      run: { kind: 'running' },
    });
    expect(machine.violations).toEqual([]);
  });

  test('of a Jenkins whose new one never answers brings it back', async () => {
    const machine = running();
    takeOver(machine, BLUE);
    machine.behaviour = ({ name }) => (name === names.jenkins.dood ? { readyAfter: null } : {});
    const { id } = machine.engine.container(BLUE);
    expect((await up(machine, 'all')).ok).toBe(false);
    expect(machine.engine.container(id)).toMatchObject({ name: BLUE, run: { kind: 'running' } });
    expect(machine.jenkinsOnHome().map(({ name }) => name)).toEqual([BLUE]);
  });

  test('on a copy of its home stops it as well', async () => {
    const machine = Machine.withNewHome();
    begin(machine, { mounts: [volume('jenkins-data')] });
    takeOver(machine, BLUE);
    const { id } = machine.engine.container(BLUE);
    expect((await up(machine, 'all')).ok).toBe(true);
    expect(machine.engine.container(id)).toMatchObject({ policy: 'no', run: { kind: 'idle' } });
    // Later it may run beside ours, on its own home.
    machine.engine.rename(id, BLUE);
    machine.engine.start(id);
    expect(await asked(machine)).toEqual([]);
  });

  test('keeps a Jenkins that rests on the home from ever starting beside ours', async () => {
    const machine = withUnknownHome();
    begin(machine, { mounts: [bind(HOME)], policy: 'always' }, false);
    expect(await up(machine, [])).toMatchObject({ ok: false, failure: { code: 'consent/needed' } });
    const { id } = machine.engine.container(BLUE);
    expect((await up(machine, 'all')).ok).toBe(true);
    expect(machine.engine.container(id)).toMatchObject({ policy: 'no', starts: 0 });
  });
});

/** A machine whose running other Jenkins is to be taken over; its new one is quick, so that it takes few calls. */
function before(): { readonly machine: Machine; readonly id: string } {
  const machine = withUnknownHome();
  machine.behaviour = () => ({ readyAfter: 150 });
  begin(machine, { mounts: [bind(HOME)], ports: [{ address: '', port: 8080, target: 8080 }] });
  takeOver(machine, BLUE);
  return { machine, id: machine.engine.container(BLUE).id };
}
/** More calls than a take-over makes. */
const MAX_CALLS = 120;

test.each([false, true])(
  'killed at any call (carried out: %j), a take-over is finished by the next up',
  async (carriedOut) => {
    let calls = 0;
    for (let nth = 1; nth < MAX_CALLS; nth += 1) {
      const { machine, id } = before();
      const first = machine.process([{ call: '', nth, fault: { kind: 'crash', carriedOut } }]);
      const request = { mode: 'dood', consents: 'all' } as const;
      if ((await Promise.race([first.crashed, first.controller.fulfil(request)])) !== 'crashed') break;
      calls = nth;
      const where = `call ${nth}, after ${machine.record.at(-1) ?? 'nothing'}`;
      const result = await up(machine, 'all');
      expect(result.ok ? result.value.jenkins.kind : result.failure, where).toBe('running');
      expect(machine.engine.container(id), where).toMatchObject({ policy: 'no', run: { kind: 'idle' } });
      expect(machine.violations, where).toEqual([]);
    }
    expect(calls).toBeGreaterThan(15);
  },
);

test('cancelled after a crash at any call, a take-over gives back what ran', async () => {
  for (let nth = 1; nth < MAX_CALLS; nth += 1) {
    const { machine, id } = before();
    const first = machine.process([{ call: '', nth, fault: { kind: 'crash', carriedOut: true } }]);
    const request = { mode: 'dood', consents: 'all' } as const;
    if ((await Promise.race([first.crashed, first.controller.fulfil(request)])) !== 'crashed') break;
    const wasPending = machine.intent.state === 'pending';
    const where = `call ${nth}, after ${machine.record.at(-1) ?? 'nothing'}`;
    await machine.process().controller.cancel();
    expect(machine.violations, where).toEqual([]);
    if (!wasPending) continue;
    expect(machine.engine.container(id), where).toMatchObject({ name: BLUE, run: { kind: 'running' } });
    expect(machine.engine.container(id).policy, where).toBe('unless-stopped');
  }
});

describe('a Jenkins of the computer itself', () => {
  const apt: HostJenkins = {
    name: 'jenkins.service',
    unit: 'jenkins.service',
    enabled: true,
    pid: 812,
    user: 'jenkins',
    home: HOME,
    port: 8080,
  };
  const withHost = (change: Partial<HostJenkins> = {}): Machine => {
    const machine = withUnknownHome();
    machine.hostJenkins = [{ ...apt, ...change }];
    return machine;
  };

  test('blocks its home while it runs', async () => {
    const machine = withHost();
    expect(await up(machine, 'all')).toMatchObject({
      ok: false,
      failure: { code: 'home/in-use', command: 'sudo systemctl disable --now jenkins.service' },
    });
    expect(machine.record).toEqual([]);
  });

  test('that starts while images are built keeps ours from starting', async () => {
    const machine = withHost({ home: '/var/lib/other' });
    machine.settings = { ...machine.settings, others: { leave: true, takeOver: '' } };
    const run = (): void => {
      machine.hostJenkins = [apt];
    };
    const { controller } = machine.process([
      { call: `build ${names.images.dood}`, nth: 1, fault: { kind: 'meanwhile', run } },
    ]);
    expect(await controller.fulfil({ mode: 'dood', consents: 'all' })).toMatchObject({ ok: false });
    expect(machine.violations).toEqual([]);
  });

  test('elsewhere is asked about once', async () => {
    const machine = withHost({ home: '/var/lib/jenkins' });
    expect(await up(machine, [])).toMatchObject({ ok: false, failure: { code: 'consent/needed' } });
    expect((await asked(machine))[0]).toContain('process 812 of jenkins');
    expect((await up(machine, 'all')).ok).toBe(true);
  });

  test('is stopped and disabled on consent, before its home changes hands', async () => {
    const machine = withHost();
    machine.home = { ...machine.home, ownerUid: 115, writable: false, marked: false };
    takeOver(machine, 'jenkins.service');
    expect(await asked(machine)).toHaveLength(2);
    expect((await up(machine, 'all')).ok).toBe(true);
    const stopped = machine.record.indexOf('stop jenkins.service');
    const checked = machine.record.findIndex((line) => line.includes(names.oneShot));
    expect(stopped).toBeGreaterThan(-1);
    expect(checked).toBeGreaterThan(stopped);
    expect(machine.violations).toEqual([]);
  });

  test('stops for a copy of its home, and its own home is left alone', async () => {
    const machine = Machine.withNewHome();
    machine.hostJenkins = [{ ...apt, home: '/var/lib/jenkins' }];
    takeOver(machine, 'jenkins.service');
    expect((await up(machine, 'all')).ok).toBe(true);
    expect(machine.hostJenkins).toMatchObject([{ pid: null, enabled: false }]);
  });

  test('that comes back right after it was stopped keeps ours from starting', async () => {
    const machine = withHost({ unit: null, name: 'jenkins.war' });
    takeOver(machine, 'jenkins.war');
    const run = (): void => {
      machine.hostJenkins = [{ ...apt, unit: null, name: 'jenkins.war', pid: 900 }];
    };
    const fault = { kind: 'meanwhile', run } as const;
    const { controller } = machine.process([{ call: `create ${names.jenkins.dood}`, nth: 1, fault }]);
    const result = await controller.fulfil({ mode: 'dood', consents: 'all' });
    expect(result).toMatchObject({ ok: false, failure: { code: 'home/in-use' } });
    expect(machine.violations).toEqual([]);
  });

  test('that this user may not stop is named with its command, and nothing else happens', async () => {
    const machine = withHost();
    machine.hostRefuses = 'Interactive authentication required.';
    takeOver(machine, 'jenkins.service');
    expect(await up(machine, 'all')).toMatchObject({
      ok: false,
      failure: { code: 'home/host-jenkins', command: 'sudo systemctl disable --now jenkins.service' },
    });
    expect(machine.hostJenkins).toEqual([apt]);
  });
});
