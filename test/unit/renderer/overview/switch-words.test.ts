import { describe, expect, test } from 'vitest';
import { modeInUse, switchTitle } from '../../../../renderer/overview/switch-words.ts';
import { situations } from '../../../lab/situations.ts';

describe('a switch is named by what it does', () => {
  test('by the mode that Jenkins runs in', () => {
    expect(switchTitle('dood', 'dind')).toBe('Switch to DinD');
    expect(switchTitle('dind', 'dind')).toBe('Recreate Jenkins in DinD');
    expect(switchTitle('off', 'dood')).toBe('Start Jenkins in DooD');
    expect(switchTitle('dood', 'off')).toBe('Stop Jenkins');
    expect(switchTitle('off', 'off')).toBe('Stop Jenkins');
  });
  test('before the preview is there, by the snapshot', () => {
    const inUse = Object.entries(situations).map(([name, { jenkins }]) => [name, modeInUse(jenkins)]);
    expect(Object.fromEntries(inUse)).toEqual({
      running: 'dood',
      dind: 'dind',
      off: 'off',
      working: null,
      restarting: 'dood',
      drifted: 'off',
      failed: 'off',
      unreachable: null,
      notices: 'dood',
    });
  });
});
