import { describe, expect, test } from 'vitest';
import { outcomeOf, runStateOf } from '../../../../renderer/first-start/outcome.ts';
import { engineGone, exited, idle, situations, working } from '../../../lab/situations.ts';

describe('the first start', () => {
  const off = { ...idle, jenkins: { kind: 'stopped' } as const };
  const before = runStateOf(off);
  test('a state counts only after the run has been seen', () => {
    expect(outcomeOf(off, before, false).kind).toBe('going');
    expect(outcomeOf(working, before, true).kind).toBe('going');
  });
  test('it ends with Jenkins, with its failure, or where it began', () => {
    expect(outcomeOf(idle, before, true)).toEqual({ kind: 'up' });
    const given = { ...off, notices: [{ id: 'given-up-2', failure: exited }] };
    expect(outcomeOf(given, before, true)).toEqual({ kind: 'failed', failure: exited });
    expect(outcomeOf(off, before, true)).toEqual({ kind: 'back' });
  });
  test('it fails when the engine goes away, and can be repeated when it is back', () => {
    const { unreachable, drifted } = situations;
    expect(outcomeOf(unreachable ?? idle, before, true)).toEqual({ kind: 'failed', failure: engineGone });
    expect(outcomeOf(drifted ?? idle, before, true)).toEqual({ kind: 'back' });
  });
  test('an older notice is not taken for its own', () => {
    const given = { ...off, notices: [{ id: 'given-up-2', failure: exited }] };
    expect(outcomeOf(given, runStateOf(given), true)).toEqual({ kind: 'back' });
  });
});
