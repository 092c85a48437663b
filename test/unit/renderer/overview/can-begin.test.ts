import { describe, expect, test } from 'vitest';
import { canBegin } from '../../../../renderer/overview/can-begin.ts';
import { portTaken, toDind } from '../../../lab/situations.ts';

describe('a switch can start', () => {
  test('only with consent to every question', () => {
    expect(canBegin(toDind, new Set())).toBe(false);
    expect(canBegin(toDind, new Set(['interrupt:4711']))).toBe(true);
    expect(canBegin(toDind, new Set(['interrupt:9999']))).toBe(false);
  });
  test('never past a block, and not if there is nothing to do', () => {
    expect(canBegin({ ...toDind, questions: [], blocks: [portTaken] }, new Set())).toBe(false);
    expect(canBegin({ ...toDind, questions: [], steps: [] }, new Set())).toBe(false);
  });
});
