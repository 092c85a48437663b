import { expect, test } from 'vitest';
import { buildTime } from '../../../electron/shared/build-time.ts';

test.each([
  [{ duration: 720_000, estimated: 900_000 }, '12 min, about 3 min left'],
  [{ duration: 720_000, estimated: 600_000 }, '12 min, longer than usual'],
  [{ duration: 4000, estimated: null }, '4.0 s'],
  [{ duration: 4000, estimated: null, pipeline: true as const }, 'Pipeline, 4.0 s'],
])('%j is "%s"', (build, text) => {
  expect(buildTime(build)).toBe(text);
});
