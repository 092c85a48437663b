import { describe, expect, test } from 'vitest';
import {
  buildsStateOf,
  jenkinsStateOf,
  modeNow,
  noticesOf,
  unplannedStateOf,
} from '../../../../electron/core/control/snapshot-of.ts';
import type { Facts } from '../../../../electron/core/observe/facts.ts';
import type { Plan } from '../../../../electron/core/plan/inputs.ts';
import { buildsWithoutGpus } from '../../../../electron/shared/failures/gpu-containers.ts';
import { notCleanedUp } from '../../../../electron/shared/failures/run.ts';
import { toolkitNotice } from '../../../../electron/shared/gpu.ts';
import type { Mode } from '../../../../electron/shared/mode.ts';
import type { Intent } from '../../../../electron/shared/snapshot.ts';
import { jenkinsWords } from '../../../../electron/shared/state-words.ts';
import {
  names,
  nothingThere,
  planFor,
  running,
  runningBuild,
  settings,
  withContainer,
} from '../../../doubles/situation.ts';

/** What users are told of each situation, apart from how it came about. */

const wrong = notCleanedUp(['a container'], ['The disk is full'], 'jenkins-tray down');
const intent = (mode: Mode, change: Partial<Intent> = {}): Intent => ({
  id: 7,
  mode,
  from: 'off',
  state: 'settled',
  consents: [],
  at: 0,
  purge: [],
  failure: null,
  gpuless: null,
  toolkitFrom: null,
  left: null,
  ...change,
});
const noSteps: Plan = { steps: [], questions: [], blocks: [], notices: [] };
const stateOf = (facts: Facts, asked: Intent, plan = planFor(facts, asked.mode)) =>
  jenkinsStateOf(facts, plan, asked, settings(), names);
const starting = (mode: 'dind' | 'dood'): Facts => ({ ...running(mode), page: { kind: 'starting' } });
const dood = { mode: 'dood', url: 'http://127.0.0.1:8080' };

describe('a request that failed', () => {
  const failed = intent('dood', { state: 'failed', failure: wrong });
  test('is told while something is left to do', () => {
    expect(stateOf(nothingThere, failed)).toEqual({ kind: 'failed', mode: 'dood', failure: wrong, url: null });
  });
  test('is told while the page does not answer, though nothing is left to do', () => {
    expect(stateOf(starting('dood'), failed, noSteps)).toMatchObject({ kind: 'failed', failure: wrong });
  });
  test('names the address of a Jenkins that runs in the other mode', () => {
    expect(stateOf(running('dind'), failed)).toMatchObject({
      kind: 'failed',
      mode: 'dood',
      url: 'http://127.0.0.1:8081',
    });
  });
  test('is forgotten once Jenkins runs as requested', () => {
    expect(stateOf(running('dood'), failed, noSteps)).toEqual({ kind: 'running', ...dood, version: '2.568.2' });
  });
  test('to off is forgotten once nothing is left to do', () => {
    const off = intent('off', { state: 'failed', failure: wrong });
    expect(stateOf(nothingThere, off, noSteps)).toEqual({ kind: 'stopped' });
    expect(stateOf(running('dood'), off)).toMatchObject({ kind: 'failed', mode: 'off', failure: wrong });
  });
  test('is told where there is no page at all', () => {
    expect(stateOf({ ...running('dood'), page: null }, failed, noSteps)).toMatchObject({ kind: 'failed' });
  });
  test('and gave way to what is requested now is no state any more', () => {
    expect(stateOf(nothingThere, intent('dood', { failure: wrong }))).toMatchObject({ kind: 'drifted' });
  });
  test('without a reason is told as what differs', () => {
    expect(stateOf(nothingThere, intent('dood', { state: 'failed' }))).toMatchObject({ kind: 'drifted' });
  });
});

describe('a request that was reached', () => {
  test('is restarting until the page answers, without a version', () => {
    expect(stateOf(starting('dood'), intent('dood'), noSteps)).toEqual({ kind: 'restarting', ...dood });
    expect(stateOf({ ...running('dood'), page: null }, intent('dood'), noSteps)).toMatchObject({ kind: 'restarting' });
  });
  test('whose Jenkins is gone is drift, with the causes, without address and version', () => {
    const state = stateOf(nothingThere, intent('dood'));
    expect(state).toMatchObject({ kind: 'drifted', mode: 'dood', url: null, version: '' });
    expect(state.kind === 'drifted' && state.causes.map(({ object }) => object)).toContain(names.jenkins.dood);
  });
  test('with the other mode running is drift, with its address and version', () => {
    expect(stateOf(running('dind'), intent('dood'))).toMatchObject({
      kind: 'drifted',
      url: 'http://127.0.0.1:8081',
      version: '2.568.2',
    });
  });
  test('with a clean-up left that was reported is reached all the same', () => {
    const facts = running('dind');
    const plan = planFor({ ...facts, containers: [] }, 'off', { purge: ['volumes'] });
    expect(plan.steps.map(({ kind }) => kind)).toContain('remove-volume');
    expect(stateOf({ ...facts, containers: [], page: null }, intent('off', { left: wrong }), plan)).toEqual({
      kind: 'stopped',
    });
    expect(stateOf({ ...facts, containers: [], page: null }, intent('off'), plan)).toMatchObject({ kind: 'drifted' });
  });
  test('to off that kept a network for somebody else is stopped; before that it is drift', () => {
    const facts = { ...running('dood'), containers: [], page: null };
    const plan = { ...noSteps, steps: planFor(facts, 'off').steps.filter(({ kind }) => kind === 'remove-network') };
    expect(plan.steps).toHaveLength(1);
    expect(stateOf(facts, intent('off'), plan)).toEqual({ kind: 'stopped' });
    expect(stateOf(facts, intent('off', { state: 'pending' }), plan)).toMatchObject({ kind: 'drifted' });
  });
});

describe('where no plan can be made', () => {
  const unplanned = (facts: Facts, mode: Mode) => unplannedStateOf(facts, intent(mode), wrong, settings(), names);
  test('a Jenkins that answers in the requested mode runs', () => {
    expect(unplanned(running('dood'), 'dood')).toEqual({ kind: 'running', ...dood, version: '2.568.2' });
  });
  test.each<[string, Facts, Mode]>([
    ['one that does not answer', starting('dood'), 'dood'],
    ['one without a page', { ...running('dood'), page: null }, 'dood'],
    ['one of the other mode', running('dind'), 'dood'],
    ['one though off is requested', running('dood'), 'off'],
    ['none', nothingThere, 'off'],
    ['one that ended', withContainer(running('dood'), names.jenkins.dood, { state: 'exited' }), 'dood'],
  ])('%s is told with the reason', (_, facts, mode) => {
    expect(unplanned(facts, mode)).toMatchObject({ kind: 'failed', mode, failure: wrong });
  });
});

test('builds are known, none, or unknown with the reason', () => {
  expect(buildsStateOf(null)).toEqual({ kind: 'known', running: 0, list: [] });
  expect(buildsStateOf({ ok: true, value: [runningBuild] })).toEqual({
    kind: 'known',
    running: 1,
    list: [runningBuild],
  });
  expect(buildsStateOf({ ok: false, failure: wrong })).toEqual({ kind: 'unknown', why: wrong.title, running: 0 });
});

describe('notices', () => {
  const idsOf = (asked: Intent, plan: Plan | null = noSteps) => noticesOf(asked, null, plan).map(({ id }) => id);
  test('there are none where nothing is wrong', () => {
    expect(idsOf(intent('dind'))).toEqual([]);
  });
  test('a settings file that cannot be read is told first', () => {
    expect(noticesOf(intent('off'), wrong, null)).toEqual([{ id: 'settings', failure: wrong }]);
    const damaged = { file: 'owner.json', copy: '/c/owner.json.corrupt-1' };
    expect(noticesOf(intent('off'), null, null, [damaged])).toMatchObject([
      { id: 'damaged:/c/owner.json.corrupt-1', failure: { title: 'owner.json was damaged' } },
    ]);
  });
  test('why a request was given up is told, unless it is the state already', () => {
    expect(noticesOf(intent('dood', { failure: wrong }), null, null)).toHaveLength(1);
    expect(idsOf(intent('dood', { state: 'failed', failure: wrong }))).toEqual([]);
  });
  test('what is left over is told until it is gone', () => {
    const left = intent('off', { left: wrong });
    expect(idsOf(left, planFor(running('dood'), 'off'))).toHaveLength(1);
    expect(idsOf(left, null)).toHaveLength(1);
    expect(idsOf(left)).toEqual([]);
  });
  test('missing GPUs are told in DinD only', () => {
    const gpuless = { gpuless: wrong, toolkitFrom: 'https://packages.example' };
    expect(idsOf(intent('dind', gpuless))).toHaveLength(2);
    expect(noticesOf(intent('dind', gpuless), null, null)).toContainEqual({
      id: toolkitNotice(gpuless.toolkitFrom),
      failure: buildsWithoutGpus(gpuless.toolkitFrom),
    });
    expect(idsOf(intent('dind', { gpuless: wrong }))).toEqual(['gpuless']);
    expect(idsOf(intent('dood', gpuless))).toEqual([]);
  });
  test('what the plan leaves as it is comes last', () => {
    const plan = { ...noSteps, notices: [{ id: 'kept', failure: wrong }] };
    expect(idsOf(intent('dind', { gpuless: wrong }), plan)).toEqual(['gpuless', 'kept']);
  });
});

test('the mode now is that of the running Jenkins, else the last one that was reached', () => {
  const from = { from: 'dind' } as const;
  expect(modeNow(running('dood'), intent('off', from), names)).toBe('dood');
  expect(modeNow(nothingThere, intent('dood', from), names)).toBe('dood');
  expect(modeNow(nothingThere, intent('dood', { ...from, state: 'pending' }), names)).toBe('dind');
  expect(modeNow(nothingThere, intent('dood', { ...from, state: 'failed' }), names)).toBe('dind');
});

describe('what Jenkins says of itself', () => {
  test.each([
    ['loading', 'Jenkins is getting ready in DooD'],
    ['restarting', 'Jenkins is restarting in DooD'],
    ['boot-failed', 'Jenkins failed while starting'],
    [undefined, 'Jenkins is starting in DooD'],
  ] as const)('while its page is not ready: %s', (condition, title) => {
    const facts = { ...starting('dood'), ...(condition === undefined ? {} : { condition }) };
    expect(jenkinsWords(stateOf(facts, intent('dood'), noSteps)).title).toBe(title);
  });
  test.each([
    ['quiet', 'Jenkins prepares for its shutdown: new builds wait'],
    ['set-up', 'Jenkins waits for its set-up wizard'],
    [undefined, 'Jenkins 2.568.2 runs in DooD'],
  ] as const)('while its page is ready: %s', (condition, line) => {
    const facts = { ...running('dood'), ...(condition === undefined ? {} : { condition }) };
    expect(jenkinsWords(stateOf(facts, intent('dood'), noSteps)).line).toBe(line);
  });
  test('who asked for its shutdown, or why, is told with that', () => {
    const facts = { ...running('dood'), condition: 'quiet', quietReason: 'kernel update' } as const;
    const { status, detail } = jenkinsWords(stateOf(facts, intent('dood'), noSteps));
    expect(status).toBe(`DooD at ${dood.url} (2.568.2), prepares for its shutdown: kernel update`);
    expect(detail).toContain('Asked for: kernel update.');
  });
  test('a Jenkins below a prefix is opened there', () => {
    const page = { kind: 'ready', version: '2.579', at: `${dood.url}/ci` } as const;
    expect(stateOf({ ...running('dood'), page }, intent('dood'), noSteps)).toMatchObject({ url: `${dood.url}/ci` });
  });
});
