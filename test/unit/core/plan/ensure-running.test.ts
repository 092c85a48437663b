import { expect, test } from 'vitest';
import { ensureRunning } from '../../../../electron/core/plan/ensure-running.ts';
import { stepText } from '../../../../electron/core/plan/steps.ts';
import type { ContainerFact } from '../../../../electron/core/world/engine.ts';
import type { JenkinsMode } from '../../../../electron/shared/mode.ts';
import {
  container,
  findingsFor,
  HOME,
  handMade,
  names,
  nothingThere,
  ours,
  stack,
} from '../../../doubles/situation.ts';

const NAME = names.jenkins.dood;
const ENGINE = names.nestedEngine;
const [mine = container('none')] = ours('dood');
const [engine = container('none')] = ours('dind');
const changed = (it: ContainerFact) => ({ ...it, labels: { ...it.labels, 'io.jenkins-tray.config': 'other' } });
const beside = (it: ContainerFact, ending: string, change: Partial<ContainerFact> = {}) => ({
  ...it,
  id: `${ending}-id-of-it`,
  name: `${it.name}.${ending}`,
  ...change,
});

/** Each part with steps, as text without its spaces, and with why. */
function parts(role: 'jenkins' | 'dind', containers: readonly ContainerFact[], consents: readonly string[] = []) {
  const mode: JenkinsMode = role === 'jenkins' ? 'dood' : 'dind';
  const spec = stack(mode).containers.find((it) => it.role === role);
  const found = findingsFor({ ...nothingThere, page: { kind: 'none' }, containers }, mode, { consents });
  if (spec === undefined) return {};
  const { chosen, ...steps } = ensureRunning(spec, role === 'jenkins' ? mode : null, found);
  const texts = Object.entries(steps).flatMap(([part, all]) =>
    all.length === 0
      ? []
      : [[part, all.map((step) => `${stepText(step).replace(/ +/g, ' ')} (${step.cause.current})`)]],
  );
  return { ...Object.fromEntries(texts), ...(chosen === null ? {} : { chosen: chosen.name }) };
}
const stops = (name: string, why: string) => [
  `! drain ${name} builds not known (${why})`,
  `> stop ${name} within 60 s (${why})`,
];
const DIFFERENT = 'created with different settings or by another version';

test('what is missing is created and started', () => {
  const created = { create: [`+ container ${NAME} 127.0.0.1:8080 (missing)`], start: [`> start ${NAME} (missing)`] };
  expect(parts('jenkins', [])).toEqual(created);
  expect(parts('jenkins', [beside(changed(mine), 'old.1', { state: 'exited' })])).toEqual({
    ...created,
    late: [`- container ${NAME}.old.1 (present)`],
  });
});

test('what a change left running beside it stops first, and is removed late', () => {
  const left = [beside(changed(mine), 'new'), beside(mine, 'old.1', { state: 'exited' })];
  expect(parts('jenkins', [mine, ...left])).toEqual({
    chosen: NAME,
    end: stops(`${NAME}.new`, 'running'),
    late: [`- container ${NAME}.new (present)`, `- container ${NAME}.old.1 (present)`],
  });
  expect(parts('dind', [engine, beside(engine, 'old.1')])).toEqual({
    chosen: ENGINE,
    end: [`> stop ${ENGINE}.old.1 within 60 s (running)`],
    late: [`- container ${ENGINE}.old.1 (present)`],
  });
});

test('a replacement that fits takes the name that is free', () => {
  expect(parts('jenkins', [beside(mine, 'new', { state: 'created' })])).toEqual({
    chosen: `${NAME}.new`,
    swap: [`~ name ${NAME}.new becomes ${NAME} (put aside)`],
    start: [`> start ${NAME} (put aside)`],
  });
});

test('a replacement that fits takes the name of what does not, once that stopped', () => {
  expect(parts('jenkins', [changed(mine), beside(mine, 'new', { state: 'created' })])).toEqual({
    chosen: `${NAME}.new`,
    end: stops(NAME, DIFFERENT),
    swap: [`~ aside ${NAME} as ${NAME}.old.id-of-je (${DIFFERENT})`, `~ name ${NAME}.new becomes ${NAME} (put aside)`],
    start: [`> start ${NAME} (${DIFFERENT})`],
    late: [`- container ${NAME}.old.id-of-je (put aside)`],
  });
});

test('what ran before the change takes its name back, unless it never left', () => {
  const consents = ['as-they-are', 'come-back:old.1-id-of-it'];
  const failed = changed({ ...mine, state: 'exited' });
  const old = beside(mine, 'old.1', { state: 'exited' });
  expect(parts('jenkins', [failed, old], consents)).toEqual({
    chosen: old.name,
    swap: [`~ aside ${NAME} as ${NAME}.old.id-of-je (not proven)`, `~ name ${old.name} becomes ${NAME} (put aside)`],
    start: [`> start ${NAME} (not proven)`],
    late: [`- container ${NAME}.old.id-of-je (put aside)`],
  });
});

test('a Jenkins of other settings runs until its replacement is there; a nested engine gives way first', () => {
  const asideJenkins = `~ aside ${NAME} as ${NAME}.old.id-of-je (${DIFFERENT})`;
  expect(parts('jenkins', [changed(mine)])).toEqual({
    create: [`+ container ${NAME}.new 127.0.0.1:8080 (${DIFFERENT})`],
    end: stops(NAME, DIFFERENT),
    swap: [asideJenkins, `~ name ${NAME}.new becomes ${NAME} (put aside)`],
    start: [`> start ${NAME} (${DIFFERENT})`],
    late: [`- container ${NAME}.old.id-of-je (put aside)`],
  });
  expect(parts('dind', [changed(engine)])).toEqual({
    end: [`> stop ${ENGINE} within 60 s (${DIFFERENT})`],
    swap: [
      `~ aside ${ENGINE} as ${ENGINE}.old.id-of-nv (${DIFFERENT})`,
      `+ container ${ENGINE} privileged, all GPUs (${DIFFERENT})`,
    ],
    start: [`> start ${ENGINE} (${DIFFERENT})`],
    late: [`- container ${ENGINE}.old.id-of-nv (put aside)`],
  });
});

test('an older replacement that nobody wants makes room for the next one', () => {
  const stale = (state: ContainerFact['state']) =>
    parts('jenkins', [changed(mine), beside(changed(mine), 'new', { state })]);
  const NEXT = `+ container ${NAME}.new 127.0.0.1:8080 (${DIFFERENT})`;
  const removed = `- container ${NAME}.new (from an earlier change)`;
  expect(stale('exited')).toMatchObject({ create: [removed, NEXT] });
  expect(stale('running')).toMatchObject({
    create: [...stops(`${NAME}.new`, 'from an earlier change'), removed, NEXT],
  });
});

test.each<[string, 'jenkins' | 'dind', ContainerFact, object]>([
  ['paused', 'jenkins', { ...mine, state: 'paused' }, { resume: [`> resume ${NAME} (paused)`] }],
  ['stopped', 'jenkins', { ...mine, state: 'exited' }, { start: [`> start ${NAME} (exited)`] }],
  ['in good health', 'jenkins', mine, {}],
  [
    'loops while it runs',
    'jenkins',
    { ...mine, restartCount: 9 },
    { end: stops(NAME, 'restarts again and again'), start: [`> start ${NAME} (restarts again and again)`] },
  ],
  [
    'loops and waits for its restart, with no build',
    'jenkins',
    { ...mine, state: 'restarting', restartCount: 9 },
    {
      end: [`> stop ${NAME} within 60 s (restarts again and again)`],
      start: [`> start ${NAME} (restarts again and again)`],
    },
  ],
  [
    'unhealthy',
    'dind',
    { ...engine, health: 'unhealthy' },
    { end: [`> stop ${ENGINE} within 60 s (unhealthy)`], start: [`> start ${ENGINE} (unhealthy)`] },
  ],
  ['of which only Jenkins loops', 'dind', { ...engine, restartCount: 9 }, {}],
])('what is there as configured and is %s', (_how, role, it, expected) => {
  expect(parts(role, [it])).toEqual({ chosen: it.name, ...expected });
});

const restart = (name: string) => ({
  made: {
    command: [],
    env: [],
    exposed: [],
    publishes: [],
    aliases: {},
    user: '',
    memory: 0,
    restart: { name, retries: 0 },
  },
});
const AGAIN = [`~ name ${NAME} restarts automatically (kept from restarting)`];

test.each<[string, Partial<ContainerFact>, readonly string[], readonly string[] | undefined]>([
  ['lost its restart policy', { ...restart('no'), state: 'exited' }, [], AGAIN],
  ['never ran', { ...restart('no'), state: 'created' }, [], undefined],
  ['has its restart policy', { ...restart('always'), state: 'exited' }, [], undefined],
  ['never had a restart policy', { ...restart('no'), state: 'exited' }, [`restart:${mine.id}:no:0`], undefined],
  ['had another restart policy', { ...restart('no'), state: 'exited' }, [`restart:${mine.id}:always:0`], AGAIN],
])('a stopped one that %s gets it back, or not', (_which, change, consents, swap) => {
  expect(parts('jenkins', [{ ...mine, ...change }], consents)).toMatchObject({
    ...(swap === undefined ? {} : { swap }),
  });
  expect('swap' in parts('jenkins', [{ ...mine, ...change }], consents)).toBe(swap !== undefined);
});

test('one made by hand that comes back restarts as it did', () => {
  const kept = {
    ...handMade(NAME, HOME, 8080),
    id: 'kept',
    name: `${NAME}-before-jenkins-tray-kept`,
    state: 'exited' as const,
  };
  const spec = stack('dood').containers[0];
  const restarts = (...more: readonly string[]) => {
    const found = findingsFor({ ...nothingThere, containers: [kept] }, 'dood', {
      consents: ['as-they-are', 'come-back:kept', ...more],
    });
    const swap = spec === undefined ? [] : ensureRunning(spec, 'dood', found).swap;
    return swap.map((step) => step.kind === 'take-name' && step.restart);
  };
  expect(restarts()).toEqual([{ name: 'unless-stopped', retries: 0 }]);
  expect(restarts('restart:kept:on-failure:5')).toEqual([{ name: 'on-failure', retries: 5 }]);
});
