import { expect, test } from 'vitest';
import { causesOf } from '../../../../electron/core/plan/causes.ts';
import { planFor, running, settings } from '../../../doubles/situation.ts';

test('one that is put aside and removed later is one cause', () => {
  const changed = settings({ ports: { dind: 8081, dood: 9090, agents: 50000 } });
  expect(causesOf(planFor(running('dood'), 'dood', { from: { settings: changed } }))).toEqual([
    { object: 'jenkins-dood-container', current: 'port 127.0.0.1:8080', desired: 'port 127.0.0.1:9090' },
  ]);
});

test('what is only waited for is none', () => {
  expect(causesOf(planFor({ ...running('dood'), page: { kind: 'starting' } }, 'dood'))).toEqual([]);
  const causes = causesOf(planFor(running('dood'), 'dind')).map(({ object }) => object);
  expect(causes).toEqual(['nvidia-dind-container', 'jenkins-container', 'jenkins-dood-container']);
});
