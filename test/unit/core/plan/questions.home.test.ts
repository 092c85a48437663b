import { expect, test } from 'vitest';
import type { Facts } from '../../../../electron/core/observe/facts.ts';
import { questionsOf } from '../../../../electron/core/plan/questions.ts';
import {
  built,
  container,
  findingsFor,
  goodHome,
  HOME,
  nothingThere,
  ours,
  planFor,
  running,
  settings,
  withPreflight,
} from '../../../doubles/situation.ts';

const asked = (
  facts: Facts,
  start: string,
  mode: 'dind' | 'dood' = 'dood',
  given: Parameters<typeof planFor>[2] = {},
) => planFor(facts, mode, given).questions.filter(({ id }) => id.startsWith(start));

const left = (name: string, source: string) =>
  container(name, { image: 'node:22', createdAt: 2000, mounts: [{ source, target: '/w' }] });

test('what is left in the home is asked about as what it is', () => {
  const facts = running('dood');
  const others = [left('build', `${HOME}/workspace/a`), left('backup', '/srv')];
  const there = withPreflight(facts, { running: [...facts.containers, ...others] });
  expect(asked(there, 'end', 'dind')).toEqual([
    {
      id: 'end:id-of-build',
      text: 'Stop build, left over from a build',
      detail: 'It runs node:22 and has a folder of the home mounted, which only one Jenkins may use at a time.',
    },
    {
      id: 'end:id-of-backup',
      text: 'Stop backup, which has the home mounted',
      detail: 'It runs node:22 and can write to /srv. A read-only mount (ro) may stay.',
    },
  ]);
  // It starts nothing, so nothing of it ends.
  expect(asked({ ...there, page: { kind: 'starting' } }, 'end')).toEqual([]);
  const steps = planFor(there, 'dind').steps.filter((step) => step.kind !== 'end-leftover' || step.name === 'backup');
  const ended = questionsOf(findingsFor(there, 'dind'), steps).map(({ id }) => id);
  expect(ended.filter((id) => id.startsWith('end'))).toEqual(['end:id-of-backup']);
});

const holder = {
  line: 'v1 c far far.example default 1767225600 1767229200',
  host: 'far.example',
  instance: 'default',
  since: 1767225600,
  last: 1767229200,
  beats: false,
  isOwn: false,
};

test('a home that a silent computer has is taken over with consent, before a start', () => {
  const facts = withPreflight(built(nothingThere), { holder });
  expect(asked(facts, 'take-home')).toEqual([
    {
      id: `take-home:${holder.line}`,
      text: 'Take the home over from far.example, whose Jenkins does not answer',
      detail: `${HOME} has been used by a Jenkins on far.example (instance default) since 2026-01-01 00:00 UTC, and it was last heard of at 2026-01-01 01:00 UTC, by its own clock. Say yes only if this is a copy of its home, or if it is dead, and not merely cut off: two Jenkins that share a home damage it. If it comes back, it sees this and ends.`,
    },
  ]);
  expect(asked(withPreflight(facts, { holder: { ...holder, isOwn: true } }), 'take-home')).toEqual([]);
  expect(asked(withPreflight(facts, { holder: { ...holder, beats: true } }), 'take-home')).toEqual([]);
  const starting = withPreflight({ ...running('dood'), page: { kind: 'starting' } }, { holder });
  expect(planFor(starting, 'dood').steps).toHaveLength(1);
  expect(asked(starting, 'take-home')).toEqual([]);
});

test('the owner of a home is changed only where it is known to be another, and before it is used', () => {
  const home = { ...goodHome, marked: false, writable: false };
  const detail = (change: Partial<Facts['home']>) =>
    asked({ ...built(nothingThere), home: { ...home, ...change } }, 'chown')[0]?.detail;
  expect(detail({ ownerUid: 1001 })).toBe('It belongs to user 1001, so Jenkins cannot write to it.');
  expect(detail({ ownerUid: null })).toBe('It belongs to another user, so Jenkins cannot write to it.');
  expect(detail({ writable: null })).toBeUndefined();
  expect(detail({ kind: 'unknown' })).toBeUndefined();
  const paused = {
    ...running('dood'),
    home: { ...home, marked: null, ownerUid: 1001 },
    page: { kind: 'starting' } as const,
  };
  expect(planFor(paused, 'dood').steps.map(({ kind }) => kind)).toEqual(['await-ready']);
  expect(asked(paused, 'chown')).toEqual([]);
});

test('a home of no setting is created without a question', () => {
  const facts = {
    ...built(nothingThere),
    home: { ...goodHome, kind: 'missing', marked: false, writable: null } as const,
  };
  expect(asked(facts, 'create')).toHaveLength(1);
  expect(asked(facts, 'create', 'dood', { from: { settings: settings({ home: '' }) } })).toEqual([]);
  const two = { ...facts, containers: ours('dood', { state: 'paused' }), home: { ...facts.home, marked: null } };
  expect(asked(two, 'create')).toEqual([]);
});
