import { expect, test } from 'vitest';
import { namesOf } from '../../../../electron/core/stack/names.ts';
import { oneShotLabels, uniqueOneShotName } from '../../../../electron/core/stack/one-shot.ts';
import { testClock } from '../../../doubles/clock.ts';

test('a one-shot container says what it is, and whose where that is known', () => {
  const labels = {
    'io.jenkins-tray.instance': 'default',
    'io.jenkins-tray.role': 'probe',
    'io.jenkins-tray.mode': 'both',
    'io.jenkins-tray.config': '',
    'io.jenkins-tray.version': '',
  };
  expect(oneShotLabels(namesOf(''))).toEqual(labels);
  expect(oneShotLabels(namesOf('', { id: 'folder', adopted: [] }), '1.2')).toEqual({
    ...labels,
    'io.jenkins-tray.owner': 'folder',
    'io.jenkins-tray.version': '1.2',
  });
});

test('outside of a pass, each has a name of its own', () => {
  const clock = testClock(36 ** 3);
  expect(uniqueOneShotName(namesOf('two'), clock)).toBe('jenkins-tray-probe-two.1000');
  clock.pass(1);
  expect(uniqueOneShotName(namesOf('two'), clock)).toBe('jenkins-tray-probe-two.1001');
});
