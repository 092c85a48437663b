import { expect, test } from 'vitest';
import { buildName } from '../../../../electron/shared/build-name.ts';
import { consent } from '../../../../electron/shared/consents.ts';
import type { JenkinsMode } from '../../../../electron/shared/mode.ts';
import { Machine } from '../../../doubles/model-engine/machine.ts';
import { names, runningBuild } from '../../../doubles/situation.ts';

/** A restart that the user asks for: the same container stops and starts, once. */

const containerOf = (machine: Machine, mode: JenkinsMode) => {
  const found = machine.engine.containers.find(({ name }) => name === names.jenkins[mode]);
  if (found === undefined) throw new Error(`no Jenkins in ${mode}`);
  return found;
};

function requestOf(machine: Machine, mode: JenkinsMode) {
  const { id, startedAt } = containerOf(machine, mode);
  return { mode, consents: 'all', given: [consent.startAnew(id, startedAt ?? 0)] } as const;
}

test.each(['dind', 'dood'] as const)('in %s Jenkins stops and starts again, and nothing else does', async (mode) => {
  const machine = await Machine.running(mode);
  const { id, startedAt } = containerOf(machine, mode);
  machine.clock.advance(1000);
  const before = machine.record.length;
  const result = await machine.process().controller.fulfil(requestOf(machine, mode));
  expect(result.ok && result.value.jenkins).toMatchObject({ kind: 'running', mode });
  expect(containerOf(machine, mode).id).toBe(id);
  expect(containerOf(machine, mode).startedAt).toBeGreaterThan(startedAt ?? 0);
  expect(machine.record.slice(before).filter((line) => /^(stop|start|create|remove|build) /.test(line))).toEqual([
    `stop ${names.jenkins[mode]}`,
    `start ${names.jenkins[mode]}`,
  ]);
  const after = await machine.process().controller.preview(mode);
  expect(after).toMatchObject({ ok: true, value: { steps: [] } });
  expect(machine.violations).toEqual([]);
});

test('running builds are asked about first', async () => {
  const machine = await Machine.running('dood');
  machine.builds = { ok: true, value: [runningBuild] };
  const { mode, given } = requestOf(machine, 'dood');
  const preview = await machine.process().controller.preview(mode, [], given);
  expect(preview.ok && preview.value.questions.map(({ text }) => text)).toEqual([
    `Stop a running build: ${buildName(runningBuild)}`,
  ]);
  const refused = await machine.process().controller.fulfil({ mode, consents: [], given });
  expect(refused).toMatchObject({ ok: false, failure: { code: 'consent/needed' } });
  expect(containerOf(machine, 'dood').starts).toBe(1);
});

test('a Jenkins that does not become ready again is not restarted again and again', async () => {
  const machine = await Machine.running('dood');
  machine.behaviour = () => ({ readyAfter: null });
  const result = await machine.process().controller.fulfil(requestOf(machine, 'dood'));
  expect(result).toMatchObject({ ok: false, failure: { code: 'jenkins/not-ready' } });
  expect(containerOf(machine, 'dood').starts).toBe(2);
  machine.behaviour = () => ({ readyAfter: 150 });
  const up = await machine.process().controller.fulfil({ mode: 'dood', consents: 'all' });
  expect(up).toMatchObject({ ok: true, value: { jenkins: { kind: 'running' } } });
  expect(machine.violations).toEqual([]);
});
