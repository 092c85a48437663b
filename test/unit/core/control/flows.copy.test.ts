import { describe, expect, test } from 'vitest';
import { COPY_HOME } from '../../../../electron/core/execute/copy-home-script.ts';
import type { HostJenkins } from '../../../../electron/core/world/host.ts';
import { Machine } from '../../../doubles/model-engine/machine.ts';
import type { ModelMount } from '../../../doubles/model-engine/objects.ts';
import { asked, BLUE, begin, bind, takeOver, up, volume } from '../../../doubles/other-jenkins.ts';
import { HOME, names, unseenHome } from '../../../doubles/situation.ts';

/** A take-over that continues with a copy of the other Jenkins' home. */

const OTHER = '/srv/other_home';
const apt: HostJenkins = {
  ...{ name: 'jenkins.service', unit: 'jenkins.service', enabled: true, pid: 812, user: 'jenkins' },
  ...{ home: '/var/lib/jenkins', port: 8080 },
};

/** A machine whose home is empty, and on which another Jenkins runs on a home of its own. */
function before(mount: ModelMount = volume('jenkins-data')): Machine {
  const machine = Machine.withNewHome();
  begin(machine, { mounts: [mount] });
  takeOver(machine, BLUE);
  return machine;
}
const copies = (machine: Machine) => machine.commands.filter((command) => command[2] === COPY_HOME).length;

describe('a home', () => {
  test.each([
    ['a volume', volume('jenkins-data'), 'The volume jenkins-data stays as it is.'],
    ['a folder', bind(OTHER), `The folder ${OTHER} stays as it is.`],
  ])('of %s is copied with consent, once its Jenkins has stopped', async (_what, mount, detail) => {
    const machine = before(mount);
    expect((await asked(machine)).join()).toContain(`Copy the home of ${BLUE} to ${HOME}: ${detail}`);
    expect(await up(machine, [])).toMatchObject({ ok: false, failure: { code: 'consent/needed' } });
    expect(copies(machine)).toBe(0);
    const { id } = machine.engine.container(BLUE);
    expect(await up(machine, 'all')).toMatchObject({ ok: true, value: { jenkins: { kind: 'running' } } });
    const { record } = machine;
    const runs = record.flatMap((line, at) => (line.startsWith('run ') ? [at] : []));
    const stopped = record.indexOf(`stop ${BLUE}`);
    // Its plugins are compared while it serves.
    expect(runs[0]).toBeLessThan(stopped);
    expect(runs.find((at) => at > stopped)).toBeLessThan(record.indexOf(`create ${names.jenkins.dood}`));
    expect(copies(machine)).toBe(1);
    expect(machine.engine.container(id)).toMatchObject({ policy: 'no', run: { kind: 'idle' } });
    // It is a home with accounts of its own, not a new one.
    expect(machine.home).toMatchObject({ marked: true, fresh: false });
    expect(await asked(machine)).toEqual([]);
  });

  test('of a Jenkins of the computer itself is copied once that has stopped', async () => {
    const machine = Machine.withNewHome();
    machine.hostJenkins = [apt];
    takeOver(machine, apt.name);
    expect((await asked(machine)).join()).toContain(`Copy the home of jenkins.service to ${HOME}`);
    expect((await up(machine, 'all')).ok).toBe(true);
    expect(copies(machine)).toBe(1);
    expect(machine.hostJenkins[0]).toMatchObject({ pid: null, enabled: false });
    expect(machine.commands.flat()).not.toContain('chown');
  });

  test('is not copied where something is already, nor to where another Jenkins has the same one', async () => {
    const machine = before();
    machine.home = { ...machine.home, empty: false };
    machine.hasConfig = true;
    expect((await up(machine, 'all')).ok).toBe(true);
    const same = before(bind(HOME));
    same.hasConfig = true;
    expect((await up(same, 'all')).ok).toBe(true);
    expect([copies(machine), copies(same)]).toEqual([0, 0]);
  });

  test('is not copied while a third Jenkins runs on it', async () => {
    const machine = before();
    begin(machine, { name: 'third', mounts: [volume('jenkins-data')] });
    expect(await up(machine, 'all')).toMatchObject({
      ok: false,
      failure: { code: 'home/in-use', title: 'third is using the home' },
    });
    expect(copies(machine)).toBe(0);
  });

  test.each([
    ['inside of its container', BLUE, []],
    ['of a Jenkins of the computer that cannot be seen', apt.name, [{ ...apt, home: null }]],
    ['of one of several that have the name', apt.name, [apt, { ...apt, pid: 900, home: '/srv/x' }]],
  ])('%s is not left behind for an empty one', async (_what, name, hosts) => {
    const machine = Machine.withNewHome();
    begin(machine, { mounts: [] });
    machine.hostJenkins = hosts;
    takeOver(machine, name);
    const before = machine.record.length;
    expect(await up(machine, 'all')).toMatchObject({
      ok: false,
      failure: { code: 'home/not-copied', title: `The home of ${name} was not found` },
    });
    expect(machine.record.slice(before)).toEqual([]);
    // Once it was copied by hand.
    machine.home = { ...machine.home, empty: false };
    machine.hasConfig = true;
    machine.hostJenkins = hosts.slice(0, 1);
    expect((await up(machine, 'all')).ok).toBe(true);
  });

  test.each([
    ['empty', true],
    ['hidden from this user', null],
  ])('that is %s is not begun anew for a name that nothing has', async (_what, empty) => {
    const machine = before();
    machine.home = empty === null ? { ...unseenHome, kind: 'folder' } : { ...machine.home, empty };
    takeOver(machine, 'jenkins-bluocean');
    const recorded = machine.record.length;
    expect(await up(machine, 'all')).toMatchObject({
      ok: false,
      failure: { code: 'home/not-copied', title: 'There is no Jenkins named jenkins-bluocean' },
    });
    expect(machine.record.slice(recorded)).toEqual([]);
    takeOver(machine, '');
    expect((await up(machine, 'all')).ok).toBe(true);
  });

  test('that this user may not look into is copied to only where nothing is', async () => {
    const machine = before();
    machine.home = { ...unseenHome, kind: 'folder' };
    expect((await asked(machine)).join()).toContain('Nothing is copied if something is there already.');
  });
});

test.each(['differs config.xml', 'too-full 3 900', 'unreadable secrets', 'killed'])(
  'a copy that fails (%j) brings the other Jenkins back, and nothing starts on it',
  async (verdict) => {
    const machine = before();
    const { id } = machine.engine.container(BLUE);
    machine.copyFails = verdict;
    expect(await up(machine, 'all')).toMatchObject({ ok: false, failure: { code: 'home/not-copied' } });
    expect(machine.engine.container(id)).toMatchObject({
      name: BLUE,
      policy: 'unless-stopped',
      run: { kind: 'running' },
    });
    expect(machine.home).toMatchObject({ empty: true, marked: false });
    machine.copyFails = null;
    expect((await up(machine, 'all')).ok).toBe(true);
  },
);

describe('a copy whose take-over failed', () => {
  const failed = async (): Promise<Machine> => {
    const machine = before();
    machine.behaviour = ({ name }) => (name === names.jenkins.dood ? { readyAfter: null } : {});
    expect(await up(machine, 'all')).toMatchObject({ ok: false, failure: { code: 'jenkins/not-ready' } });
    machine.behaviour = () => ({});
    machine.clock.advance(86_400_000);
    return machine;
  };

  test.each([false, null])('is not started beside the original, which runs again (home seen: %j)', async (empty) => {
    const machine = await failed();
    machine.home = { ...machine.home, empty };
    const done = machine.record.length;
    const result = await up(machine, 'all');
    expect(result).toMatchObject({ ok: false, failure: { title: `${BLUE} runs on its own home` } });
    expect(result.ok ? '' : result.failure.fix).toContain(`jenkins-tray take-over ${BLUE} --copy-to FOLDER`);
    expect(machine.record.slice(done)).toEqual([]);
    // Who stops the original goes on with the copy as it is.
    machine.engine.stop(BLUE, 60);
    expect((await up(machine, 'all')).ok).toBe(true);
    expect(await asked(machine)).toEqual([]);
  });

  test('is asked about where Jenkins has not run on it yet, and the original stops', async () => {
    const machine = before();
    machine.home = { ...machine.home, empty: false };
    machine.hasConfig = true;
    expect((await asked(machine)).join()).toContain(
      `Start Jenkins on ${HOME} as it is, and not on the home of ${BLUE}: ${BLUE} runs on jenkins-data.`,
    );
    const { id } = machine.engine.container(BLUE);
    expect((await up(machine, 'all')).ok).toBe(true);
    expect(machine.engine.container(id).run.kind).toBe('idle');
    expect(await asked(machine)).toEqual([]);
  });
});

test.each([false, true])(
  'killed at any call (carried out: %j), it ends with one Jenkins on a whole copy',
  async (carriedOut) => {
    let calls = 0;
    for (let nth = 1; nth < 120; nth += 1) {
      const machine = before();
      machine.behaviour = () => ({ readyAfter: 150 });
      const { id } = machine.engine.container(BLUE);
      const first = machine.process([{ call: '', nth, fault: { kind: 'crash', carriedOut } }]);
      const request = { mode: 'dood', consents: 'all' } as const;
      if ((await Promise.race([first.crashed, first.controller.fulfil(request)])) !== 'crashed') break;
      calls = nth;
      const where = `call ${nth}, after ${machine.record.at(-1) ?? 'nothing'}`;
      const result = await up(machine, 'all');
      expect(result.ok ? result.value.jenkins.kind : result.failure, where).toBe('running');
      expect(machine.home, where).toMatchObject({ marked: true, fresh: false, empty: false });
      expect(copies(machine), where).toBeGreaterThan(0);
      expect(machine.engine.container(id), where).toMatchObject({ policy: 'no', run: { kind: 'idle' } });
    }
    expect(calls).toBeGreaterThan(15);
  },
);
