import { expect, test } from 'vitest';
import { climb } from '../../../../electron/core/gpu/ladder.ts';
import { RUNGS, type Rung } from '../../../../electron/core/gpu/rung.ts';

const seen = { exitCode: 0, output: 'GPU 0: NVIDIA GeForce RTX 3080 (UUID: GPU-1)\n' };

test.each([
  ['host', 'Failed to initialize NVML: Driver/library version mismatch', 'gpu/driver-mismatch'],
  ['container', 'could not select device driver "nvidia" with capabilities: [[gpu]]', 'gpu/no-toolkit'],
  ['container', 'exec: "nvidia-container-runtime-hook": executable file not found in $PATH', 'gpu/no-toolkit'],
  ['nested', 'unresolvable CDI devices nvidia.com/gpu=all', 'gpu/no-cdi-spec'],
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
