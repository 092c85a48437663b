import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { createProcessList, createSmi, nvidiaHardware } from '../../../../electron/adapters/nvidia-smi.ts';
import { FIELDS } from '../../../../electron/core/gpu/fields.ts';
import { createSampler, type Sampler } from '../../../../electron/core/gpu/sampler.ts';
import type { SmiPort } from '../../../../electron/core/gpu/smi.ts';
import type { GpuState } from '../../../../electron/shared/gpu.ts';

const double = join(import.meta.dirname, '../../../lab/nvidia-smi');
const clock = {
  now: () => Date.now(),
  after(ms: number, run: () => void) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
const folder = mkdtempSync(join(tmpdir(), 'jt-gpu-'));
const running: Sampler[] = [];
afterEach(() => {
  for (const sampler of running.splice(0)) sampler.close();
  rmSync(folder, { recursive: true, force: true });
});

function play(
  scenario: string,
  interval: number,
  hardware = { card: true, driver: true, power: ['active'], sleeps: false, battery: false },
) {
  const states: GpuState[] = [];
  let alive = 0;
  let most = 0;
  const real = createSmi(double, { ...process.env, NVIDIA_SMI_SCENARIO: scenario });
  const smi: SmiPort = {
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
  const sampler = createSampler({ smi, clock, hardware: () => hardware, state: (state) => states.push(state) });
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

test('two GPUs come as one reading, again and again from one child', async () => {
  const run = play('ok-2', 200);
  await until(() => run.states.length >= 3);
  expect(run.states.map((state) => (state.kind === 'ok' ? state.gpus.length : state.kind))).toEqual(
    run.states.map(() => 2),
  );
  expect(run.most()).toBe(1);
  run.sampler.close();
  await until(() => run.alive() === 0);
});

test('a field that the driver does not know is dropped and named', async () => {
  const run = play('old-driver', 200);
  await until(() => last(run.states)?.kind === 'ok');
  expect(last(run.states)).toMatchObject({ kind: 'ok', unsupported: ['mig.mode.current'] });
});

test('a field that newer drivers renamed is asked for by its new name', async () => {
  const run = play('new-driver', 200);
  await until(() => last(run.states)?.kind === 'ok');
  expect(last(run.states)).toMatchObject({ unsupported: [], gpus: [{ throttle: ['power cap'] }] });
});

test('a child that stops printing is stale after three intervals, killed, and started again', async () => {
  const run = play('then-hangs', 200);
  await until(() => run.states.some((state) => state.kind === 'stale'));
  expect(run.states.find((state) => state.kind === 'stale')).toMatchObject({ last: [{ index: 0 }] });
  await until(() => last(run.states)?.kind === 'ok');
  expect(run.most()).toBe(1);
});

test.each([
  ['mismatch', { kind: 'absent', reason: 'mismatch' }],
  ['no-permission', { kind: 'absent', reason: 'no-permission' }],
  ['lost', { kind: 'failed', failure: { code: 'gpu/lost' } }],
])('%s is told', async (scenario, expected) => {
  const run = play(scenario, 200);
  await until(() => run.states.length > 0);
  expect(run.states[0]).toMatchObject(expected);
});

test('a child that dies in mid-line is started again with a pause, never two at once', async () => {
  const run = play('dies-midline', 200);
  await until(() => run.states.length > 0);
  expect(last(run.states)?.kind).toBe('failed');
  expect(run.most()).toBe(1);
});

test('a flood is ended and makes no reading', async () => {
  const run = play('flood', 200);
  await until(() => run.states.length > 0);
  expect(run.states.every((state) => state.kind === 'failed')).toBe(true);
});

test('sleeping cards are not woken', async () => {
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

test('without a program and a card there is no card', async () => {
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

test('a listing that hangs is given up in time and tells of no processes', async () => {
  const hung = createProcessList(double, null, 300);
  process.env.NVIDIA_SMI_SCENARIO = 'hung';
  const began = Date.now();
  expect(await hung()).toEqual([]);
  delete process.env.NVIDIA_SMI_SCENARIO;
  // The double itself would sleep for an hour.
  expect(Date.now() - began).toBeLessThan(10_000);
  expect(await createProcessList('/nonexistent/nvidia-smi')()).toEqual([]);
});

test('processes on a MIG instance belong to its card', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'jt-mig-'));
  const program = join(folder, 'smi');
  writeFileSync(
    program,
    '#!/bin/sh\ncase $1 in -L) printf "GPU 0: A100 (UUID: GPU-7fda)\\n  MIG 1g.10gb Device 0: (UUID: MIG-feb8)\\n" ;; *) echo "MIG-feb8, 7, 100, python" ;; esac\n',
    { mode: 0o755 },
  );
  expect(await createProcessList(program)()).toMatchObject([{ pid: 7, uuid: 'GPU-7fda' }]);
  rmSync(folder, { recursive: true });
});

/** A sampler whose clock, children and hardware the test plays. */
function played(hardware: { sleeps: boolean; battery: boolean }) {
  const power = { card: true, driver: true, power: ['active'], ...hardware };
  const started: string[] = [];
  const states: GpuState[] = [];
  let kills = 0;
  let now = 1_000_000;
  let due: { at: number; run: () => void }[] = [];
  let line: (text: string) => void = () => undefined;
  const sampler = createSampler({
    clock: {
      now: () => now,
      after(ms, run) {
        const one = { at: now + ms, run };
        due.push(one);
        return () => {
          due = due.filter((other) => other !== one);
        };
      },
    },
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
  const pass = (ms: number): void => {
    now += ms;
    for (const one of due.filter(({ at }) => at <= now)) {
      due = due.filter((other) => other !== one);
      one.run();
    }
  };
  const reading = (load: number, uuid = 'GPU-1'): void => {
    line(
      FIELDS.map((field) => (field === 'uuid' ? uuid : field === 'utilization.gpu' ? String(load) : '0')).join(', '),
    );
    pass(300);
  };
  return { sampler, power, started, states, pass, reading, says: (text: string) => line(text), killed: () => kills };
}

test('on battery readings are five times rarer, and at the mains as often as asked', () => {
  const { sampler, power, started, reading, pass } = played({ sleeps: false, battery: true });
  sampler.every(1000);
  reading(50);
  expect([started, sampler.pace()]).toEqual([['--loop-ms=5000'], 5000]);
  power.battery = false;
  pass(31_000);
  reading(50);
  expect([started.slice(-1), sampler.pace()]).toEqual([['--loop-ms=1000'], 1000]);
});

test('an idle card that may sleep is let: nvidia-smi ends, and is not begun while the card sleeps', () => {
  const { sampler, power, started, states, reading, pass } = played({ sleeps: true, battery: false });
  sampler.every(10_000);
  for (let time = 0; time < 3; time += 1) reading(0);
  power.power = ['suspended'];
  pass(60_000);
  pass(10_000);
  expect(started).toHaveLength(1);
  expect(states.at(-1)).toEqual({ kind: 'asleep' });
  power.power = ['active'];
  pass(10_000);
  expect(started).toHaveLength(2);
});

test('a card that falls off the bus stays in sight beside the others, without readings', () => {
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

test('a slow first round does not cut later readings into pieces', () => {
  const { sampler, states, reading, says } = played({ sleeps: false, battery: false });
  sampler.every(1000);
  const cards = ['GPU-1', 'GPU-2', 'GPU-3', 'GPU-4'];
  // Longer pauses between the lines than between two readings' parts, as while cards initialise.
  for (const uuid of cards) reading(10, uuid);
  for (let round = 0; round < 3; round += 1)
    for (const uuid of cards) says(FIELDS.map((field) => (field === 'uuid' ? uuid : '1')).join(', '));
  expect(states.slice(-3).map((state) => (state.kind === 'ok' ? state.gpus.length : 0))).toEqual([4, 4, 4]);
});

test('whoever looks gets readings, idle card or not', () => {
  const { sampler, started, reading } = played({ sleeps: true, battery: false });
  sampler.every(1000);
  for (let time = 0; time < 10; time += 1) reading(0);
  expect(started).toHaveLength(1);
});

test('when nobody needs readings nvidia-smi ends, and is not begun until somebody does', () => {
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

test('the battery and what may sleep are read from sysfs', () => {
  const root = mkdtempSync(join(tmpdir(), 'jt-sys-'));
  const put = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), `${text}\n`);
  };
  put('pci/0000:01:00.0/vendor', '0x10de');
  put('pci/0000:01:00.0/class', '0x030200');
  put('pci/0000:01:00.0/power/runtime_status', 'suspended');
  put('pci/0000:01:00.0/power/control', 'auto');
  put('pci/0000:00:02.0/vendor', '0x8086');
  put('pci/0000:00:02.0/class', '0x030000');
  put('version', 'NVRM version');
  put('supply/hidpp_battery_0/type', 'Battery');
  put('supply/hidpp_battery_0/scope', 'Device');
  put('supply/hidpp_battery_0/status', 'Discharging');
  const look = () => nvidiaHardware(join(root, 'pci'), join(root, 'version'), join(root, 'supply'));
  const card = { card: true, driver: true, power: ['suspended'], sleeps: true };
  expect(look()).toEqual({ ...card, battery: false });
  put('supply/BAT0/type', 'Battery');
  put('supply/BAT0/status', 'Discharging');
  expect(look()).toEqual({ ...card, battery: true });
  rmSync(root, { recursive: true });
});
