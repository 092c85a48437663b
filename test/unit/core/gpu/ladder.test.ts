import { expect, test } from 'vitest';
import { climb } from '../../../../electron/core/gpu/ladder.ts';
import { RUNGS, type Rung } from '../../../../electron/core/gpu/rung.ts';

const seen = { exitCode: 0, output: 'GPU 0: NVIDIA GeForce RTX 3080 (UUID: GPU-1)\n' };

test.each([
  ['host', 'Failed to initialize NVML: Driver/library version mismatch', 'gpu/driver-mismatch'],
  ['container', 'could not select device driver "nvidia" with capabilities: [[gpu]]', 'gpu/no-toolkit'],
  ['container', 'exec: "nvidia-container-runtime-hook": executable file not found in $PATH', 'gpu/no-toolkit'],
  ['nested', 'unresolvable CDI devices nvidia.com/gpu=all', 'gpu/no-cdi-spec'],
  // https://github.com/NVIDIA/nvidia-settings/issues/124, nvidia-container-toolkit#885
  [
    'container',
    'error during container init: failed to fulfil mount request: open /usr/lib/libEGL_nvidia.so.590.48.01: no such file or directory',
    'gpu/no-cdi-spec',
  ],
  ['nested', 'failed to stat CDI host device "/dev/dri/renderD129": no such file or directory', 'gpu/no-cdi-spec'],
  ['container', 'failed to stat CDI host device "/dev/dri/renderD129": no such file or directory', 'gpu/no-cdi-spec'],
  ['nested', 'Failed to initialize NVML: Unknown Error', 'gpu/lost'],
  ['step', 'nvidia-smi: not found', 'gpu/no-smi'],
] as const)('the ladder stops at the broken rung %s: %s', async (broken: Rung, output, code) => {
  const checks = await climb(async (rung) => (rung === broken ? { exitCode: 1, output } : seen));
  const at = RUNGS.indexOf(broken);
  expect(checks.map(({ state }) => state)).toEqual(
    RUNGS.map((_, n) => (n < at ? 'ok' : n === at ? 'failed' : 'skipped')),
  );
  expect(checks[at]?.failure?.code).toBe(code);
});

test.each([
  [14, 'WARNING: infoROM is corrupted at gpu 0000:B3:00.0', 'gpu/inforom'],
  [15, 'Unable to determine the device handle for GPU 0000:02:00.0: Unknown Error', 'gpu/lost'],
])('GPUs that are listed count at exit status %s, with a warning', async (exitCode, words, code) => {
  const checks = await climb(async () => ({ exitCode, output: `${seen.output}${words}\n` }));
  expect(checks.map(({ state, failure }) => [state, failure?.code])).toEqual(RUNGS.map(() => ['warning', code]));
});

test('each rung is named; one that cannot be tried now breaks nothing', async () => {
  const checks = await climb(async (rung) => (rung === 'container' ? { skipped: 'no image' } : seen));
  expect(checks.map(({ id, title, state, detail }) => [id, title, state, detail])).toEqual([
    ['gpu-host', 'The host sees its GPUs', 'ok', '1 GPU'],
    ['gpu-container', 'A container of the host’s engine sees them', 'skipped', 'no image'],
    ['gpu-nested', 'A container of the nested engine sees them', 'ok', '1 GPU'],
    ['gpu-step', 'A pipeline step sees them', 'ok', '1 GPU'],
  ]);
});
