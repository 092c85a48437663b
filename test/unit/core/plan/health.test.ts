import { expect, test } from 'vitest';
import { engineTrouble, jenkinsTrouble } from '../../../../electron/core/plan/health.ts';
import type { ContainerFact } from '../../../../electron/core/world/engine.ts';
import { container, findingsFor, running } from '../../../doubles/situation.ts';

const LOOP = 'restarts again and again';
const runs = { state: 'running' } as const;
const waits = { state: 'restarting' } as const;

test.each([
  [{ health: 'unhealthy', restartCount: 0 }, 'unhealthy'],
  [{ health: 'healthy', restartCount: 0 }, null],
  [{ health: 'healthy', restartCount: 9 }, null],
  [{ health: 'starting', restartCount: 9 }, LOOP],
  [{ health: 'starting', restartCount: 0 }, null],
  [{ health: 'none', restartCount: 9 }, LOOP],
] as const)('a nested engine with %j: %s', (change, trouble) => {
  expect(engineTrouble(container('engine', change))).toBe(trouble);
});

test.each<[Partial<ContainerFact>, string | null]>([
  [{ ...runs, restartCount: null }, null],
  [{ ...runs, restartCount: 2 }, null],
  [{ ...runs, restartCount: 3 }, LOOP],
  [{ ...runs, restartCount: 4 }, LOOP],
  [{ ...waits, restartCount: null }, null],
  [{ ...waits, restartCount: 1 }, null],
  [{ ...waits, restartCount: 2 }, LOOP],
])('a Jenkins whose page does not answer, with %j: %s', (change, trouble) => {
  const found = findingsFor({ ...running('dood'), page: { kind: 'none' } });
  expect(jenkinsTrouble(container('jenkins', change), found)).toBe(trouble);
});

const looping = container('jenkins', { restartCount: 9 });

test('a Jenkins that answers by now, or waits for the secrets of a new home, is in no trouble', () => {
  const facts = running('dood');
  expect(jenkinsTrouble(looping, findingsFor(facts))).toBeNull();
  const fresh = { ...facts, page: { kind: 'none' } as const, home: { ...facts.home, fresh: true } };
  expect(jenkinsTrouble(looping, findingsFor(fresh))).toBeNull();
});

test.each([
  [['come-back:another'], null],
  [['as-they-are', 'come-back:another'], null],
  [['come-back:id-of-jenkins'], LOOP],
  [['as-they-are'], LOOP],
])('one that this request created is still waited for, with %j', (consents, trouble) => {
  const facts = { ...running('dood'), page: { kind: 'none' } as const };
  expect(jenkinsTrouble(looping, findingsFor(facts, 'dood', { consents }))).toBe(trouble);
});
