import { describe, expect, test } from 'vitest';
import { consent } from '../../../../electron/shared/consents.ts';
import { canStart } from '../../../../renderer/overview/can-start.ts';
import { portTaken, toDind } from '../../../lab/situations.ts';

describe('a switch can start', () => {
  test('only with consent to every question', () => {
    expect(canStart(toDind, new Set())).toBe(false);
    expect(canStart(toDind, new Set(['interrupt:4711']))).toBe(true);
    expect(canStart(toDind, new Set(['interrupt:9999']))).toBe(false);
  });
  test('builds that are known can be waited for instead', () => {
    const id = consent.interrupt('4711', [{ job: 'train', number: 42 }]);
    const known = { ...toDind, questions: [{ id, text: '', detail: '' }] };
    expect(canStart(known, new Set())).toBe(false);
    expect(canStart(known, new Set([consent.whenIdle(0)]))).toBe(true);
    // Unknown ones cannot.
    expect(canStart(toDind, new Set([consent.whenIdle(0)]))).toBe(false);
  });
  test('never past a block, and not if there is nothing to do', () => {
    expect(canStart({ ...toDind, questions: [], blocks: [portTaken] }, new Set())).toBe(false);
    expect(canStart({ ...toDind, questions: [], steps: [] }, new Set())).toBe(false);
  });
});
