import { afterEach, expect, test } from 'vitest';
import { FIELDS } from '../../../../electron/core/gpu/fields.ts';
import { createSampler, type Sampler } from '../../../../electron/core/gpu/sampler.ts';
import type { GpuState } from '../../../../electron/shared/gpu.ts';
import { testClock } from '../../../doubles/clock.ts';

const running: Sampler[] = [];
afterEach(() => {
  for (const sampler of running.splice(0)) sampler.close();
});

/** A sampler whose clock, children and hardware the test plays. */
function played(hardware: { sleeps: boolean; battery: boolean }) {
  const power = { card: true, driver: true, power: ['active'], ...hardware };
  const started: string[] = [];
  const states: GpuState[] = [];
  let kills = 0;
  const clock = testClock(1_000_000);
  let line: (text: string) => void = () => undefined;
  const sampler = createSampler({
    clock,
    smi: {
      start(args, events) {
        started.push(args.find((arg) => arg.startsWith('--loop-ms=')) ?? '');
        line = events.line;
        return {
          kill() {
            kills += 1;
            events.end(false, '');
          },
        };
      },
    },
    hardware: () => power,
    state: (state) => states.push(state),
  });
  running.push(sampler);
  const { pass } = clock;
  const reading = (load: number, uuid = 'GPU-1'): void => {
    line(
      FIELDS.map((field) => (field === 'uuid' ? uuid : field === 'utilization.gpu' ? String(load) : '0')).join(', '),
    );
    pass(300);
  };
  return { sampler, power, started, states, pass, reading, says: (text: string) => line(text), killed: () => kills };
}

test('on battery, the interval is five times longer; on mains power it is as requested', () => {
  const { sampler, power, started, reading, pass } = played({ sleeps: false, battery: true });
  sampler.every(1000);
  reading(50);
  expect([started, sampler.pace()]).toEqual([['--loop-ms=5000'], 5000]);
  power.battery = false;
  pass(31_000);
  reading(50);
  expect([started.slice(-1), sampler.pace()]).toEqual([['--loop-ms=1000'], 1000]);
});

test('an idle GPU may sleep: nvidia-smi ends and does not start while the GPU sleeps', () => {
  const { sampler, power, started, states, reading, pass } = played({ sleeps: true, battery: false });
  sampler.every(10_000);
  for (let time = 0; time < 3; time += 1) reading(0);
  power.power = ['suspended'];
  pass(30_000);
  pass(10_000);
  expect(started).toHaveLength(1);
  expect(states.at(-1)).toEqual({ kind: 'asleep' });
  power.power = ['active'];
  pass(10_000);
  expect(started).toHaveLength(2);
});

test('a GPU that falls off the bus stays listed beside the others, without readings', () => {
  const { sampler, states, says, reading } = played({ sleeps: false, battery: false });
  sampler.every(1000);
  const first = FIELDS.map((field) => (field === 'uuid' ? 'GPU-2' : '1')).join(', ');
  for (let time = 0; time < 2; time += 1) {
    says(first);
    reading(50);
  }
  says(
    'Unable to determine the device handle for GPU 0000:02:00.0: GPU is lost.  Reboot the system to recover this GPU',
  );
  reading(60);
  expect(states.at(-1)).toMatchObject({
    kind: 'ok',
    gpus: [
      { uuid: 'GPU-1', utilizationGpu: 60, lost: false },
      { uuid: 'GPU-2', utilizationGpu: null, lost: true },
    ],
  });
});

test('a slow first round does not split later readings', () => {
  const { sampler, states, reading, says } = played({ sleeps: false, battery: false });
  sampler.every(1000);
  const cards = ['GPU-1', 'GPU-2', 'GPU-3', 'GPU-4'];
  // Longer pauses between the lines than between two readings' parts, as while cards initialise.
  for (const uuid of cards) reading(10, uuid);
  for (let round = 0; round < 3; round += 1)
    for (const uuid of cards) says(FIELDS.map((field) => (field === 'uuid' ? uuid : '1')).join(', '));
  expect(states.slice(-3).map((state) => (state.kind === 'ok' ? state.gpus.length : 0))).toEqual([4, 4, 4]);
});

test('while the window shows readings, an idle GPU is read as well', () => {
  const { sampler, started, reading } = played({ sleeps: true, battery: false });
  sampler.every(1000);
  for (let time = 0; time < 10; time += 1) reading(0);
  expect(started).toHaveLength(1);
});

test('when no readings are needed, nvidia-smi ends until they are', () => {
  const { sampler, started, reading, pass, killed } = played({ sleeps: false, battery: false });
  sampler.every(10_000);
  reading(50);
  sampler.every(null);
  expect(killed()).toBe(1);
  pass(600_000);
  expect([started.length, sampler.pace()]).toEqual([1, null]);
  sampler.every(1000);
  expect(started).toEqual(['--loop-ms=10000', '--loop-ms=1000']);
});
