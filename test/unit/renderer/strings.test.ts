import { expect, test } from 'vitest';
import { stepWords } from '../../../electron/shared/step-words.ts';
import { strings } from '../../../renderer/strings.ts';
import { steps } from '../../lab/situations.ts';

test('no text is empty, and the two modes are described differently', () => {
  for (const { name, dind, dood } of strings.compare.topics) {
    expect(dind[1], name).not.toBe(dood[1]);
    expect(dind[1].length, name).toBeLessThan(90);
  }
  expect(steps.map(stepWords).every(({ object }) => object !== '')).toBe(true);
});
