import { expect, test } from 'vitest';
import { reachingChanges } from '../../../../electron/core/settings/reaching-changes.ts';
import { settings } from '../../../doubles/situation.ts';

test('only what changes and reaches beyond Jenkins is named, with its new value', () => {
  const before = settings();
  const dataMounts = [{ source: '/etc', target: '/x', readOnly: false }];
  const after = settings({
    address: '0.0.0.0',
    dataMounts,
    ports: { ...before.ports, dood: 9090 },
    timeouts: { ...before.timeouts, ready: 600 },
  });
  expect(reachingChanges(before, after)).toEqual([
    'dataMounts: [{"source":"/etc","target":"/x","readOnly":false}]',
    'address: "0.0.0.0"',
  ]);
  expect(reachingChanges(after, after)).toEqual([]);
});

test('a long value is cut', () => {
  const before = settings();
  const after = settings({ jenkins: { ...before.jenkins, javaOpts: `-Dx=${'y'.repeat(400)}` } });
  expect(reachingChanges(before, after)).toEqual([`jenkins.javaOpts: "-Dx=${'y'.repeat(295)}`]);
});
