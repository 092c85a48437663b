import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { createSmi } from '../../../../electron/adapters/nvidia-smi.ts';
import { createSampler, type Sampler } from '../../../../electron/core/gpu/sampler.ts';
import type { NvidiaSmi } from '../../../../electron/core/gpu/smi.ts';
import type { GpuState } from '../../../../electron/shared/gpu.ts';

const double = join(import.meta.dirname, '../../../lab/nvidia-smi');

const clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(ms: number, run: () => void) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/** The same, twenty times as fast where it waits for seconds. */
const hurried = { ...clock, after: (ms: number, run: () => void) => clock.after(ms < 1000 ? ms : ms / 20, run) };

const running: Sampler[] = [];

afterEach(() => {
  for (const sampler of running.splice(0)) sampler.close();
});

function play(
  scenario: string,
  interval: number,
  hardware = { card: true, driver: true, power: ['active'], sleeps: false, battery: false },
  time = clock,
) {
  const states: GpuState[] = [];
  let alive = 0;
  let most = 0;
  const real = createSmi(double, { ...process.env, NVIDIA_SMI_SCENARIO: scenario });
  const smi: NvidiaSmi = {
    start(args, events) {
      alive += 1;
      most = Math.max(most, alive);
      return real.start(args, {
        ...events,
        end: (missing, words) => {
          alive -= 1;
          events.end(missing, words);
        },
      });
    },
  };
  const sampler = createSampler({ smi, clock: time, hardware: () => hardware, state: (state) => states.push(state) });
  running.push(sampler);
  sampler.every(interval);
  return { states, sampler, alive: () => alive, most: () => most };
}

const until = async (done: () => boolean, within = 30_000): Promise<void> => {
  const end = Date.now() + within;
  while (!done()) {
    if (Date.now() > end) throw new Error('it did not happen in time');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

const last = (states: readonly GpuState[]) => states.at(-1);

test('two GPUs are one reading, repeatedly from one child', async () => {
  const run = play('ok-2', 200);
  await until(() => run.states.length >= 3);
  expect(run.states.map((state) => (state.kind === 'ok' ? state.gpus.length : state.kind))).toEqual(
    run.states.map(() => 2),
  );
  expect(run.most()).toBe(1);
  run.sampler.close();
  await until(() => run.alive() === 0);
});

test('a field that the driver does not know is dropped and reported', async () => {
  const run = play('old-driver', 200);
  await until(() => last(run.states)?.kind === 'ok');
  expect(last(run.states)).toMatchObject({ kind: 'ok', unsupported: ['mig.mode.current'] });
});

test('a field that newer drivers renamed is asked for by its new name', async () => {
  const run = play('new-driver', 200);
  await until(() => last(run.states)?.kind === 'ok');
  expect(last(run.states)).toMatchObject({ unsupported: [], gpus: [{ throttle: ['power cap'] }] });
});

test('a child that stops printing is stale after a while, killed, and started again', async () => {
  const run = play('then-hangs', 200, undefined, hurried);
  // On a busy machine one may be slow to print at all, and is started again as well.
  await until(() => run.states.some((state) => state.kind === 'stale' && state.last[0]?.index === 0));
  await until(() => last(run.states)?.kind === 'ok');
  expect(run.most()).toBe(1);
});

test.each([
  ['mismatch', { kind: 'absent', reason: 'mismatch' }],
  ['no-permission', { kind: 'absent', reason: 'no-permission' }],
  ['lost', { kind: 'failed', failure: { code: 'gpu/lost' } }],
])('%s is reported', async (scenario, expected) => {
  const run = play(scenario, 200);
  await until(() => run.states.length > 0);
  expect(run.states[0]).toMatchObject(expected);
});

test('a child that dies in mid-line is restarted after a pause, never two at once', async () => {
  const run = play('dies-midline', 200);
  await until(() => run.states.length > 0);
  expect(last(run.states)?.kind).toBe('failed');
  expect(run.most()).toBe(1);
});

test('a child that floods is killed and gives no reading', async () => {
  const run = play('flood', 200);
  await until(() => run.states.length > 0);
  expect(run.states.every((state) => state.kind === 'failed')).toBe(true);
});

test('sleeping GPUs are not woken', async () => {
  const run = play('ok-1', 100, {
    card: true,
    driver: true,
    power: ['suspended', 'suspended'],
    sleeps: true,
    battery: true,
  });
  await until(() => run.states.length > 0);
  expect(run.states[0]).toEqual({ kind: 'asleep' });
  expect(run.most()).toBe(0);
});

test('without nvidia-smi and without a GPU, no GPU is reported', async () => {
  const states: GpuState[] = [];
  const sampler = createSampler({
    smi: createSmi('/nonexistent/nvidia-smi'),
    clock,
    hardware: () => ({ card: false, driver: false, power: [], sleeps: false, battery: false }),
    state: (state) => states.push(state),
  });
  running.push(sampler);
  sampler.every(1000);
  await until(() => states.length > 0);
  expect(states[0]).toMatchObject({ kind: 'absent', reason: 'no-card' });
});
