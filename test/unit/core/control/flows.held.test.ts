import { expect, test } from 'vitest';
import { consent } from '../../../../electron/shared/consents.ts';
import { Machine } from '../../../doubles/model-engine/machine.ts';

/** A home on a share that a Jenkins on another computer uses, or used when it died. */

const line = (beat: number, computer = 'other-computer', container = '0123456789ab'): string =>
  `v1 ${container} ${computer} bob default 1790000000 ${1790000000 + beat}`;
const up = (machine: Machine, consents: readonly string[] = []) =>
  machine.process().controller.fulfil({ mode: 'dood', consents });
const released = (machine: Machine): readonly (string | undefined)[] =>
  machine.commands.filter(([program]) => program === 'sh').flatMap((command) => command.slice(-3, -2));

/** One that beats every 10 s. */
const beating = (machine: Machine, computer?: string) => () => line(Math.floor(machine.clock.now() / 10_000), computer);

test.each([
  ['other-computer', 'jenkins-tray down'],
  ['this-computer', 'docker context ls'],
])('while it lives on %s, nothing is done here', async (computer, command) => {
  const machine = new Machine();
  machine.heartbeat = beating(machine, computer);
  const result = await up(machine);
  expect(result).toMatchObject({ ok: false, failure: { code: 'home/held', title: 'bob uses the home', command } });
  expect(machine.engine.containers).toEqual([]);
});

test('one that is silent is asked about, with who it is and since when, and taken over with consent', async () => {
  const machine = new Machine();
  machine.heartbeat = () => line(7);
  const preview = await machine.process().controller.preview('dood');
  expect(preview.ok && preview.value.questions).toEqual([
    {
      id: consent.takeHome(line(7)),
      text: 'Take the home over from bob, whose Jenkins does not answer',
      detail: expect.stringContaining('since 2026-09-21 14:13 UTC'),
    },
  ]);
  expect(await up(machine)).toMatchObject({ ok: false, failure: { code: 'consent/needed' } });
  const result = await up(machine, [consent.takeHome(line(7))]);
  expect(result.ok && result.value.jenkins).toMatchObject({ kind: 'running' });
  expect(released(machine)).toContain(line(7));
});

test('a consent is for the heartbeat that was shown: one that is heard of later keeps the home', async () => {
  const machine = new Machine();
  machine.heartbeat = beating(machine);
  machine.clock.advance(60_000);
  expect(await up(machine, [consent.takeHome(line(1))])).toMatchObject({ ok: false, failure: { code: 'home/held' } });
});

test('a container of this computer that was killed and removed is no reason to ask', async () => {
  const machine = new Machine();
  machine.heartbeat = () => line(7, 'this-computer');
  expect((await up(machine)).ok).toBe(true);
  expect(released(machine)).toContain(line(7, 'this-computer'));
});

test('what this engine’s own containers say is not waited for', async () => {
  const machine = await Machine.running('dood');
  const [jenkins] = machine.engine.containers;
  machine.heartbeat = () => line(7, 'this-computer', jenkins?.id.slice(0, 12));
  const before = machine.clock.now();
  const preview = await machine.process().controller.preview('dind');
  expect(preview.ok && preview.value.questions).toEqual([]);
  expect(machine.clock.now() - before).toBeLessThan(10_000);
});

test('down needs no look at who else has the home', async () => {
  const machine = await Machine.running('dood');
  machine.heartbeat = beating(machine);
  expect((await machine.process().controller.fulfil({ mode: 'off', consents: [] })).ok).toBe(true);
});
