import { expect, test } from 'vitest';
import { createLostGpus, lostGpus } from '../../../../electron/core/gpu/lost.ts';
import type { ContainerFact } from '../../../../electron/core/world/engine.ts';
import { recreateConsent } from '../../../../electron/shared/consents.ts';
import type { Notice } from '../../../../electron/shared/notice.ts';
import type { Intent } from '../../../../electron/shared/snapshot.ts';
import { testClock } from '../../../doubles/clock.ts';
import { container, ours } from '../../../doubles/situation.ts';
import { fakeWorld, intentWith, settingsWith } from '../../../doubles/world.ts';

/** A world with a DinD container whose nvidia-smi a test plays. */
function world(intent: Partial<Intent> = {}, hasGpu = true) {
  const told: (Notice | null)[] = [];
  const clock = testClock();
  let execs = 0;
  let answer = { exitCode: 0, stdout: 'GPU 0: RTX (UUID: GPU-1)', stderr: '' };
  const [engine] = ours('dind');
  const world = fakeWorld({
    clock,
    settings: settingsWith(),
    intent: { load: () => intentWith({ mode: 'dind', ...intent }) },
    host: { hasGpu: async () => hasGpu },
    engine: {
      containersNamed: async () => [engine ?? container('none')],
      exec: async () => {
        execs += 1;
        return answer;
      },
    },
  });
  return {
    lost: createLostGpus(world, (notice) => told.push(notice)),
    told,
    pass: (ms: number) => clock.pass(ms),
    says: (stdout: string, exitCode: number) => {
      answer = { exitCode, stdout, stderr: '' };
    },
    execs: () => execs,
  };
}

test('the running container is checked once in five minutes, and after an event once in 30 s', async () => {
  const { lost, pass, execs } = world();
  for (let second = 0; second < 600; second += 1) {
    await lost.look();
    pass(1000);
  }
  expect(execs()).toBe(2);
  for (let second = 0; second < 60; second += 1) {
    await lost.look(true);
    pass(1000);
  }
  expect(execs()).toBe(4);
});

test.each([
  ['Failed to initialize NVML: Unknown Error', 255, 'gpu/lost'],
  ['Failed to initialize NVML: Driver/library version mismatch', 18, 'gpu/driver-mismatch'],
])('%s is reported once with a fix, and withdrawn when it is mended', async (text, exitCode, code) => {
  const { lost, told, says, pass } = world();
  says(text, exitCode);
  await lost.look();
  pass(1000);
  await lost.look(true);
  expect(told).toHaveLength(1);
  expect(told[0]?.failure).toMatchObject({ code, title: 'Builds in DinD have lost their GPUs' });
  expect(recreateConsent(told[0]?.id ?? '')).toBe('recreate:id-of-nvidia-dind-container');
  says('GPU 0: RTX (UUID: GPU-1)', 0);
  await lost.look(true);
  expect(told).toHaveLength(2);
  expect(told[1]).toBeNull();
});

test('nothing is checked where no GPUs were given, and other failures are left to the ladder', async () => {
  const gpuless = { code: 'gpu/no-toolkit', title: '', detail: '' } as const;
  for (const one of [world({ mode: 'dood' }), world({ gpuless }), world({}, false)]) {
    await one.lost.look();
    expect(one.execs()).toBe(0);
  }
  const other = world();
  other.says('nvidia-smi: not found', 127);
  await other.lost.look();
  expect(other.told).toEqual([]);
});

test('one lost card beside others is no loss of the container', async () => {
  const { lost, told, says } = world();
  says('GPU 0: RTX (UUID: GPU-1)\nUnable to determine the device handle for GPU 0000:02:00.0: Unknown Error', 15);
  await lost.look();
  expect(told).toEqual([]);
});

test('the notice is kept as long as it holds, and only the running engine of ours is looked into', async () => {
  const { lost, says } = world();
  expect(lost.notice()).toBeNull();
  says('Failed to initialize NVML: Unknown Error', 255);
  await lost.look();
  expect(lost.notice()?.id).toContain('id-of-nvidia-dind-container');
  const [engine = container('none')] = ours('dind');
  const looked = async (found: readonly ContainerFact[]) => {
    const asked: unknown[] = [];
    const notice = await lostGpus(
      fakeWorld({
        settings: settingsWith(),
        intent: { load: () => intentWith({ mode: 'dind' }) },
        host: { hasGpu: async () => true },
        engine: {
          containersNamed: async (names) => {
            asked.push(names);
            return found;
          },
          exec: async (_, command) => {
            asked.push(command);
            return { exitCode: 255, stdout: '', stderr: 'Failed to initialize NVML: Unknown Error' };
          },
        },
      }),
      new AbortController().signal,
    );
    return [notice?.id ?? null, asked.slice(1)];
  };
  expect(await looked([engine])).toEqual([expect.any(String), [['timeout', '20', 'nvidia-smi', '-L']]]);
  for (const found of [[], [{ ...engine, state: 'exited' as const }], [container(engine.name)]])
    expect(await looked(found)).toEqual([null, []]);
});
