import { describe, expect, test } from 'vitest';
import { canStart } from '../../../../renderer/overview/can-start.ts';
import { portTaken, toDind } from '../../../lab/situations.ts';

describe('a switch can start', () => {
  test('only with consent to every question', () => {
    expect(canStart(toDind, new Set())).toBe(false);
    expect(canStart(toDind, new Set(['interrupt:4711']))).toBe(true);
    expect(canStart(toDind, new Set(['interrupt:9999']))).toBe(false);
  });
  test('never past a block, and not if there is nothing to do', () => {
    expect(canStart({ ...toDind, questions: [], blocks: [portTaken] }, new Set())).toBe(false);
    expect(canStart({ ...toDind, questions: [], steps: [] }, new Set())).toBe(false);
  });
});
