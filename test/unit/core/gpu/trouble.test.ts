import { expect, test } from 'vitest';
import { diagnose } from '../../../../electron/core/gpu/trouble.ts';

const hardware = { card: true, driver: true, power: [], sleeps: false, battery: false };

test.each<[string, boolean, Partial<typeof hardware>, string]>([
  ['Failed to initialize NVML: Driver/library version mismatch', false, {}, 'mismatch'],
  ['NVML: Insufficient Permissions', false, {}, 'no-permission'],
  ['spawn EACCES', true, {}, 'no-permission'],
  ['Permission denied', false, {}, 'no-permission'],
  ['', true, { card: false }, 'no-card'],
  ['', true, {}, 'no-smi'],
  ['', true, { driver: false }, 'no-driver'],
  ["couldn't find libnvidia-ml.so", false, {}, 'no-library'],
  ['NVML Shared Library Not Found', false, {}, 'no-library'],
  ['No devices were found', false, { card: false }, 'no-card'],
  ['No devices were found', false, { driver: false }, 'no-driver'],
  ["couldn't communicate with the NVIDIA driver", false, { driver: false }, 'no-driver'],
  ['Driver Not Loaded', false, { driver: false }, 'no-driver'],
  ['NVML: Unknown Error', false, { driver: false }, 'no-driver'],
])('%j, of a missing program: %s, with %j, is %s', (text, missing, change, reason) => {
  expect(diagnose(text, missing, { ...hardware, ...change })).toMatchObject({ kind: 'absent', reason });
});

test.each(['No devices were found', 'Driver Not Loaded', 'something else'])(
  'with a card and its driver, %j is a failure',
  (text) => {
    expect(diagnose(text, false, hardware)).toMatchObject({ kind: 'failed' });
    expect(diagnose('something else', false, { ...hardware, driver: false })).toMatchObject({ kind: 'failed' });
  },
);

test('a failure says what was printed, in part', () => {
  expect(diagnose('', true, { ...hardware, driver: false }).failure.detail).toContain(
    'kernel module nvidia is not loaded',
  );
  expect(diagnose(' modprobe failed ', true, { ...hardware, driver: false }).failure.detail).toContain(
    'modprobe failed',
  );
  expect(JSON.stringify(diagnose('x'.repeat(5000), false, hardware)).length).toBeLessThan(3000);
});
