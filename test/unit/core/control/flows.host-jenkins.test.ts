import { describe, expect, test } from 'vitest';
import type { HostJenkins } from '../../../../electron/core/world/host.ts';
import { Machine } from '../../../doubles/model-engine/machine.ts';
import { asked, takeOver, up, withUnknownHome } from '../../../doubles/other-jenkins.ts';
import { HOME, names } from '../../../doubles/situation.ts';

/** A Jenkins that runs without a container, such as the one from apt. */

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
    const checked = machine.record.findLastIndex((line) => line.includes(names.oneShot));
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

  test.each(['create', 'start', 'ready'])(
    'that was stopped for one that fails at %s is told with its way back',
    async (at) => {
      const machine = withHost();
      takeOver(machine, 'jenkins.service');
      machine.behaviour = ({ name }) => (name === names.jenkins.dood ? { readyAfter: null } : {});
      const fault = { kind: 'fail', status: 500, text: 'no such device' } as const;
      const { controller } = machine.process(
        at === 'ready' ? [] : [{ call: `${at} ${names.jenkins.dood}`, nth: 'each', fault }],
      );
      const result = await controller.fulfil({ mode: 'dood', consents: 'all' });
      expect(result.ok ? '' : result.failure.detail).toContain('sudo systemctl enable --now jenkins.service');
    },
  );

  test.each(['nothing', 'check of the home'])(
    'is stopped alone, beside another of its name, where at first fails %s',
    async (what) => {
      const war: HostJenkins = { ...apt, unit: null, enabled: false, name: 'jenkins.war', pid: 900 };
      const elsewhere = { ...war, pid: 901, home: '/home/eve/.jenkins' };
      const machine = withUnknownHome();
      machine.hostJenkins = [elsewhere, war];
      takeOver(machine, 'jenkins.war');
      expect((await asked(machine)).filter((text) => text.startsWith('Stop jenkins.war'))).toHaveLength(1);
      const fault = { kind: 'fail', status: 500, text: 'busy' } as const;
      const faults = what === 'nothing' ? [] : [{ call: `create ${names.oneShot}`, nth: 1, fault }];
      await machine.process(faults).controller.fulfil({ mode: 'dood', consents: 'all' });
      expect(machine.hostJenkins.filter(({ pid }) => pid !== null)).toEqual([elsewhere]);
    },
  );
});
