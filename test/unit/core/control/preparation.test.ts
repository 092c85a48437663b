import { expect, test } from 'vitest';
import {
  afterPreparing,
  preparedBy,
  refusalAfter,
  type Stages,
  stagesAround,
  stagesOf,
} from '../../../../electron/core/control/preparation.ts';
import type { Step } from '../../../../electron/core/plan/steps.ts';
import { consent } from '../../../../electron/shared/consents.ts';
import { type Failure, ok, type Result } from '../../../../electron/shared/failure.ts';
import { buildsHidden } from '../../../../electron/shared/failures/jenkins-builds.ts';
import { portInUse } from '../../../../electron/shared/failures/port.ts';
import type { Question } from '../../../../electron/shared/preview.ts';
import type { Build } from '../../../../electron/shared/snapshot.ts';
import { nothingThere, runningBuild, withPreflight } from '../../../doubles/situation.ts';
import { intentWith } from '../../../doubles/world.ts';

const cause = { object: '', current: '', desired: '' };
const of = (name: string) => ({ name, id: name, cause });
const healthy = (name: string): Step => ({ kind: 'await-healthy', name, seconds: 60, cause });
const start = (name: string): Step => ({ kind: 'start', name, role: 'dind', cause });
const unpause: Step = { kind: 'unpause', ...of('engine') };
const stop: Step = { kind: 'stop', ...of('old'), grace: 60 };
const drain = (running: number | null): Step => ({
  kind: 'drain',
  ...of('old'),
  url: '',
  running,
  agreed: [],
  wait: null,
  requeue: false,
  users: [],
});
const kinds = (steps: readonly Step[]): string => steps.map(({ kind }) => kind).join();

test.each<[string, readonly Step[], string]>([
  ['after a wait, before a stop', [start('engine'), healthy('engine'), drain(0), stop], 'start,await-healthy'],
  ['not where nothing took long', [start('engine'), drain(0), stop], 'start,drain,stop'],
  ['not where a wait comes only after the stop', [start('x'), stop, healthy('engine')], 'start,stop,await-healthy'],
  ['not where the stop comes first', [stop, healthy('engine')], 'stop,await-healthy'],
  ['not where nothing is disturbed', [start('engine'), healthy('engine')], 'start,await-healthy'],
])('all is looked at again: %s', (_when, steps, expected) => {
  expect(kinds(stagesOf(steps).first)).toBe(expected);
});

test('what finds something out is followed by another look, a nested engine only if it took long', () => {
  const check: Step = {
    ...{ kind: 'check-home', home: '/h', image: 'i', chown: false, release: null, updated: false, known: null },
    cause,
  };
  expect(stagesOf([start('engine'), healthy('engine'), drain(0), stop])).toMatchObject({ looks: 'if late' });
  expect(kinds(stagesOf([healthy('engine'), drain(0), stop]).rest)).toBe('drain,stop');
  expect(stagesOf([check, healthy('engine'), stop])).toMatchObject({ looks: 'always' });
});

test('what is disturbed is known: each of these ends a preparation', () => {
  const jenkins = { name: 'unit', unit: null, enabled: true, pid: 1, user: '', home: null, port: null };
  const disturbing: readonly Step[] = [
    ...[drain(0), stop, { kind: 'stop-host', name: 'unit', jenkins, cause } as const],
    { kind: 'end-leftover', ...of('build'), of: 'build' },
    { kind: 'rename', ...of('old'), to: 'kept' },
    { kind: 'put-aside', ...of('old'), to: 'aside' },
  ];
  for (const step of disturbing) expect(kinds(stagesOf([healthy('x'), step]).first)).toBe('await-healthy');
});

test('a nested engine is waited for again only if it starts or resumes now', () => {
  const second = (...steps: readonly Step[]): string => kinds(afterPreparing(steps, new Map()));
  expect(second(healthy('engine'), stop)).toBe('stop');
  expect(second(start('engine'), healthy('engine'))).toBe('start,await-healthy');
  expect(second(unpause, healthy('engine'))).toBe('unpause,await-healthy');
  expect(second(start('jenkins'), healthy('engine'))).toBe('start');
  expect(second(stop, { kind: 'remove-container', ...of('engine') }, healthy('engine'))).toBe('stop,remove-container');
});

test('how many builds ran is what was known before, where it is not known now', () => {
  const runs = (now: number | null, before: number | null): unknown =>
    afterPreparing([drain(now)], preparedBy([stop, drain(before)])).map((step) => 'running' in step && step.running)[0];
  expect([runs(3, 1), runs(0, 1), runs(null, 1), runs(null, null)]).toEqual([3, 0, 1, null]);
});

const interrupt: Question = { id: consent.interrupt('old', [runningBuild]), text: 'Stop a build', detail: '' };
const takeOver: Question = { id: consent.takeOver('x'), text: 'Take over x', detail: '' };
const taken = portInUse({ port: 8080, holder: 'nginx', detail: '' });

interface Asked {
  readonly questions?: readonly Question[];
  readonly blocks?: readonly Failure[];
  readonly consents?: readonly string[];
  readonly builds?: Result<readonly Build[]> | null;
}
/** Why the second pass must not run. */
function refusal({ questions = [], blocks = [], consents = [], builds = ok([runningBuild]) }: Asked): string | null {
  const plan = { steps: [], questions, blocks, notices: [] };
  const failure = refusalAfter(plan, intentWith({ consents }), withPreflight(nothingThere, { builds }));
  return failure === null ? null : `${failure.code}: ${failure.title}`;
}
const hidden = { ok: false, failure: buildsHidden('http://x', '') } as const;

test.each<[string, Asked, string | null]>([
  ['nothing is open', {}, null],
  ['a build has started', { questions: [interrupt] }, 'jenkins/busy: A build has started in the meantime'],
  [
    'a hidden build has started',
    { questions: [interrupt], builds: hidden },
    'jenkins/busy: A build has started in the meantime',
  ],
  ['a build was agreed to', { questions: [interrupt], consents: [interrupt.id] }, null],
  ['something else is asked, too', { questions: [interrupt, takeOver] }, 'consent/needed: This needs your consent'],
  [
    'something else was agreed to',
    { questions: [interrupt, takeOver], consents: [takeOver.id] },
    'jenkins/busy: A build has started in the meantime',
  ],
  ['nobody looked for builds', { questions: [interrupt], builds: null }, 'consent/needed: This needs your consent'],
  ['something is in the way', { questions: [interrupt], blocks: [taken] }, 'port/in-use: Port 8080 is taken by nginx'],
])('in the second pass, where %s: %s', (_what, asked, expected) => {
  expect(refusal(asked)).toBe(expected);
});

test('where nothing was observed before changes, questions are told as such', () => {
  const plan = { steps: [], questions: [interrupt], blocks: [], notices: [] };
  expect(refusalAfter(plan, intentWith(), { ...nothingThere, preflight: null })?.code).toBe('consent/needed');
});

test('what starts on a restored home is decided once it is there', () => {
  const restore: Step = { kind: 'restore-snapshot', home: '/h', snapshot: 's', isUndone: false, cause };
  const all = [start('engine'), healthy('engine'), stop, restore, start('x')];
  const shown = ({ first, rest, looks }: Stages) => [kinds(first), kinds(rest), looks];
  expect(shown(stagesAround(all, { first: all, rest: [], looks: 'if late' }))).toEqual([
    ...['start,await-healthy,stop,restore-snapshot', 'start', 'always'],
  ]);
  expect(shown(stagesAround(all, stagesOf(all)))).toEqual([
    ...['start,await-healthy', 'stop,restore-snapshot,start', 'always'],
  ]);
  const without = stagesOf([start('x')]);
  expect(stagesAround([start('x')], without)).toBe(without);
});
