import { expect, test } from 'vitest';
import { verdict } from '../../bench/limits.ts';

const figure = (ours: number, baseline: number) => ({ ours, baseline, ratio: ours / baseline, unit: 'ms' });

test('a figure is judged by its ratio where it has one, otherwise by its absolute value', () => {
  expect(verdict('toggle.wall.dind', figure(10, 10))).toBe('at most 1');
  expect(verdict('toggle.wall.dind', figure(11, 10))).toBe('ABOVE its limit of 1');
  expect(verdict('gpu.hang', figure(4, 8000))).toBe('at most 5');
  expect(verdict('gpu.hang', figure(6, 8000))).toBe('ABOVE its limit of 5');
});

test('a missing figure fails, and a figure without a limit is not judged', () => {
  expect(verdict('app.pss', figure(Number.NaN, 1))).toContain('ABOVE');
  expect(verdict('gpu.page-cpu.main', figure(99, 5))).toBe('');
});
