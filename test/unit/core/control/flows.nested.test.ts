import { expect, test } from 'vitest';
import { consent } from '../../../../electron/shared/consents.ts';
import type { Settings } from '../../../../electron/shared/settings.ts';
import { Machine } from '../../../doubles/model-engine/machine.ts';
import { names, runningBuild } from '../../../doubles/situation.ts';

/** The nested engine is recreated: its Jenkins runs builds on it, so it stops first. */

const jenkins = names.jenkins.dind;
const nested = names.nestedEngine;
const up = (machine: Machine, consents: 'all' | readonly string[]) =>
  machine.process().controller.fulfil({ mode: 'dind', consents });

/** What happens to the two containers, in order. */
const about = ({ record }: Machine): string[] =>
  record.filter((line) => /^(?:stop|remove|create|start) /.test(line)).map((line) => line.replace(/\.old\..*/, '.old'));
const inOrder = [
  `stop ${jenkins}`,
  `stop ${nested}`,
  `create ${nested}`,
  `start ${nested}`,
  `start ${jenkins}`,
  `remove ${nested}.old`,
];

/** Moments at which Jenkins ran without its nested engine. */
function moments(machine: Machine): readonly string[] {
  const found: string[] = [];
  machine.engine.onEvent((name, action) => {
    const runs = (wanted: string) =>
      machine.engine.containers.some((it) => it.name === wanted && it.run.kind === 'running');
    if (runs(jenkins) && !runs(nested)) found.push(`${action} ${name}`);
  });
  return found;
}

const changes: Readonly<Record<string, (settings: Settings) => Settings>> = {
  'DNS servers': (it) => ({ ...it, nested: { ...it.nested, dns: ['192.168.0.1'] } }),
  'a proxy': (it) => ({ ...it, nested: { ...it.nested, httpProxy: 'http://proxy:3128' } }),
  'an MTU': (it) => ({ ...it, nested: { ...it.nested, mtu: 1400 } }),
  'another image': (it) => ({ ...it, images: { ...it.images, engineBase: 'debian:trixie' } }),
};

test.each(Object.entries(changes))(
  '%s of the nested engine: running builds are asked about first',
  async (_, change) => {
    const machine = await Machine.running('dind');
    machine.settings = change(machine.settings);
    machine.builds = { ok: true, value: [runningBuild] };
    const { id } = machine.engine.container(jenkins);
    expect(await up(machine, [])).toMatchObject({ ok: false, failure: { code: 'consent/needed' } });
    expect(machine.record).toEqual([]);

    const alone = moments(machine);
    const result = await up(machine, [consent.interrupt(id)]);
    expect(result.ok && result.value.jenkins).toMatchObject({ kind: 'running', mode: 'dind' });
    expect(about(machine)).toEqual(inOrder);
    expect(alone).toEqual([]);
    expect(machine.engine.container(jenkins)).toMatchObject({ id, starts: 2 });
  },
);

test('a nested engine that lost its GPUs is recreated with consent to that and to stopping the builds', async () => {
  const machine = await Machine.running('dind');
  machine.builds = { ok: true, value: [runningBuild] };
  const recreate = consent.recreate(machine.engine.container(nested).id);
  expect(await up(machine, [recreate])).toMatchObject({ ok: false, failure: { code: 'consent/needed' } });
  const preview = await machine.process().controller.preview('dind', [], [recreate]);
  expect(preview.ok && preview.value).toMatchObject({
    stops: [jenkins, nested],
    questions: [{ text: 'Stop a running build: train-model #42' }],
  });
  // Only a look: whether builds can be queued again.
  expect(machine.record).toEqual([`exec ${jenkins}`]);
  machine.record.length = 0;
  const result = await up(machine, [recreate, consent.interrupt(machine.engine.container(jenkins).id)]);
  expect(result.ok && result.value.jenkins).toMatchObject({ kind: 'running', mode: 'dind' });
  expect(about(machine)).toEqual(inOrder);
});

test('a build that starts in the meantime keeps the nested engine and its Jenkins', async () => {
  const machine = await Machine.running('dind');
  machine.settings = { ...machine.settings, images: { ...machine.settings.images, engineBase: 'debian:trixie' } };
  const run = (): void => {
    machine.builds = { ok: true, value: [runningBuild] };
  };
  const { controller } = machine.process([{ call: 'build', nth: 1, fault: { kind: 'meanwhile', run } }]);
  const result = await controller.fulfil({ mode: 'dind', consents: [] });
  expect(result).toMatchObject({ ok: false, failure: { code: 'jenkins/busy' } });
  expect(about(machine)).toEqual([]);
});

test('a crash at any call while the nested engine is recreated is made good by the next process', async () => {
  const wrong: string[] = [];
  for (let nth = 1; nth < 100; nth += 1) {
    const machine = await Machine.running('dind');
    machine.settings = { ...machine.settings, nested: { ...machine.settings.nested, dns: ['192.168.0.1'] } };
    const { crashed, controller } = machine.process([{ call: '', nth, fault: { kind: 'crash', carriedOut: true } }]);
    const first = await Promise.race([crashed, controller.fulfil({ mode: 'dind', consents: [] })]);
    const alone = moments(machine);
    machine.clock.advance(20_000);
    const next = await up(machine, []);
    const ends = next.ok ? next.value.jenkins.kind : next.failure.code;
    if (ends !== 'running' || alone.length > 0) wrong.push(`call ${nth}: ${ends}, alone ${alone.join()}`);
    if (first !== 'crashed') break;
  }
  expect(wrong).toEqual([]);
});
