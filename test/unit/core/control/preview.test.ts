import { expect, test } from 'vitest';
import { previewOf } from '../../../../electron/core/control/preview.ts';
import type { Facts } from '../../../../electron/core/observe/facts.ts';
import type { Step } from '../../../../electron/core/plan/steps.ts';
import { portInUse } from '../../../../electron/shared/failures/port.ts';
import type { Mode } from '../../../../electron/shared/mode.ts';
import {
  HOME,
  names,
  nothingThere,
  planFor,
  running,
  runningBuild,
  settings,
  stack,
  withPreflight,
} from '../../../doubles/situation.ts';

const scope = { settings: settings(), names, home: HOME, takenOver: [] };
const cause = { object: '', current: '', desired: '' };
const of = (name: string) => ({ name, id: name, cause });

/** The preview of these steps. */
const preview = (steps: readonly Step[], mode: Mode = 'dood', facts: Facts = nothingThere) =>
  previewOf(mode, { facts, scope, plan: { steps, questions: [], blocks: [], notices: [] } });
const start = (name: string): Step => ({ kind: 'start', name, role: 'jenkins', cause });
const drain: Step = {
  kind: 'drain',
  ...of('old'),
  url: '',
  running: 0,
  agreed: [],
  wait: null,
  requeue: false,
  users: null,
};

test('of a toggle it says what stops, starts and is built, and for how long Jenkins is away', () => {
  const facts = withPreflight(running('dood'), { builds: { ok: true, value: [runningBuild] } });
  const plan = planFor(facts, 'dind');
  const shown = previewOf('dind', { facts: { ...facts, images: [] }, scope, plan });
  expect(shown).toMatchObject({
    ...{ from: 'dood', to: 'dind', stops: [names.jenkins.dood], awaySeconds: 15, blocks: [], images: [] },
    ...{ questions: plan.questions, builds: { kind: 'known', running: 1 } },
  });
  expect(shown.steps).toHaveLength(plan.steps.length);
  expect(shown.starts.map(({ name }) => name)).toEqual([names.nestedEngine, names.jenkins.dind]);
  expect(shown.starts[1]).toMatchObject({
    ports: ['127.0.0.1:8081 → 8080', '127.0.0.1:50000 → 50000'],
    mounts: expect.arrayContaining([HOME, `${HOME} → /var/jenkins_home`]),
  });
});

test('of a first start it names the images, and nothing is away', () => {
  const shown = previewOf('dood', { facts: nothingThere, scope, plan: planFor(nothingThere, 'dood') });
  expect(shown).toMatchObject({ from: 'off', to: 'dood', images: [names.images.dood], stops: [], awaySeconds: null });
});

test('what is in the way is told', () => {
  const block = portInUse({ port: 8080, holder: 'nginx', detail: '' });
  const plan = { steps: [], questions: [], blocks: [block], notices: [] };
  expect(previewOf('dood', { facts: nothingThere, scope, plan }).blocks).toEqual([block]);
});

test('Jenkins is away only where it comes back', () => {
  expect(preview([drain]).awaySeconds).toBe(15);
  expect(preview([drain, start('new')]).awaySeconds).toBe(15);
  expect(preview([start('new')]).awaySeconds).toBeNull();
  expect(preview([drain], 'off').awaySeconds).toBeNull();
});

test('each way of stopping is told', () => {
  const jenkins = { name: 'unit', unit: null, enabled: true, pid: 1, user: '', home: null, port: null };
  const steps: readonly Step[] = [
    { kind: 'stop', ...of('one'), grace: 60 },
    { kind: 'stop-host', name: 'unit', jenkins, cause },
    { kind: 'end-leftover', ...of('build'), of: 'build' },
    { kind: 'remove-container', ...of('gone') },
  ];
  expect(preview(steps).stops).toEqual(['one', 'unit', 'build']);
});

test('a container that is there starts as it is; one that takes a name is shown by that', () => {
  const facts = running('dood');
  expect(preview([start(names.jenkins.dood)], 'dood', facts).starts).toEqual([
    {
      name: names.jenkins.dood,
      ports: ['127.0.0.1:8080 → 8080'],
      mounts: expect.arrayContaining([`${HOME} → /var/jenkins_home`]),
    },
  ]);
  const restart = { name: 'no', retries: 0 } as const;
  const takeName: Step = { kind: 'take-name', name: names.jenkins.dood, to: 'new', restart, cause };
  expect(preview([takeName, start('new')], 'dood', facts).starts).toMatchObject([
    { name: 'new', ports: ['127.0.0.1:8080 → 8080'] },
  ]);
  expect(preview([start('nobody')], 'dood', facts).starts).toEqual([]);
});

test('a replacement is shown by the name that it takes, with the address as a browser needs it', () => {
  const creates = stack('dood', { settings: settings({ address: '::1' }) }).containers.map(
    (spec): Step => ({ kind: 'create-container', spec: { ...spec, name: 'x.new' }, cause }),
  );
  const restart = { name: 'no', retries: 0 } as const;
  const takeName: Step = { kind: 'take-name', name: 'x.new', to: 'x', restart, cause };
  expect(preview([...creates, takeName, start('x')]).starts).toMatchObject([
    { name: 'x', ports: ['[::1]:8080 → 8080', '[::1]:50000 → 50000'] },
  ]);
});
