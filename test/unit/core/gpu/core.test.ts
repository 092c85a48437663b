import fc from 'fast-check';
import { expect, test } from 'vitest';
import { attribute, type BuildFact, type ContainerUse, containerIds } from '../../../../electron/core/gpu/attribute.ts';
import { explain } from '../../../../electron/core/gpu/explain.ts';
import { invalidField } from '../../../../electron/core/gpu/fields.ts';
import { createHistory } from '../../../../electron/core/gpu/history.ts';
import { climb } from '../../../../electron/core/gpu/ladder.ts';
import { createLedger, ledgerCsv, perJob } from '../../../../electron/core/gpu/ledger.ts';
import { createLines, LONGEST_LINE } from '../../../../electron/core/gpu/lines.ts';
import { parseList, parseProcesses } from '../../../../electron/core/gpu/listings.ts';
import { parseLine } from '../../../../electron/core/gpu/parse.ts';
import { RUNGS, type Rung } from '../../../../electron/core/gpu/rung.ts';
import { diagnose } from '../../../../electron/core/gpu/trouble.ts';
import type { GpuProcessRow, GpuSample } from '../../../../electron/shared/gpu.ts';
import { held } from '../../../lab/held.ts';

const MIB = 1024 * 1024;
const gpu = (index: number, more: Partial<GpuSample> = {}): GpuSample => ({
  uuid: `GPU-${index}`,
  index,
  name: 'RTX',
  utilizationGpu: 50,
  utilizationMemory: 10,
  memoryUsedBytes: 1024 * MIB,
  memoryTotalBytes: 10240 * MIB,
  temperature: 60,
  powerWatts: 120,
  powerLimitWatts: 320,
  fan: 30,
  clockSm: 1,
  clockMemory: 1,
  pstate: 'P2',
  throttle: [],
  mig: false,
  lost: false,
  ...more,
});

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 4096 }),
  // Pieces of real lines in any order and number: what a torn or mixed-up stream looks like.
  fc
    .array(
      fc.constantFrom(
        'GPU-',
        'MIG-',
        ', ',
        '[N/A]',
        'ERR!',
        '0x',
        '9'.repeat(40),
        '\n',
        '(UUID: ',
        'GPU 0: ',
        ' MIG ',
        '-1',
        '\0',
      ),
    )
    .map((parts) => parts.join('')),
  // One piece over and over: what makes a careless pattern take for ever.
  fc
    .tuple(fc.constantFrom('GPU-', ', ', 'a', ' ', '[', '/', '-', 'MIG '), fc.integer({ min: 0, max: 200_000 }))
    .map(([part, times]) => part.repeat(times / part.length)),
);

test('no input crashes a parser or keeps it busy', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      // Of this thread alone: on a busy machine the wall clock goes on without it.
      const began = process.threadCpuUsage();
      const lines: string[] = [];
      createLines((line) => lines.push(line))(text);
      for (const line of [...lines, text.slice(0, LONGEST_LINE)]) {
        parseLine(line);
        parseLine(`GPU-1, ${line}`);
        invalidField(line);
      }
      parseProcesses(text);
      parseList(text);
      containerIds(text);
      explain('nested', text);
      diagnose(text, false, { card: true, driver: true, power: [], sleeps: false, battery: false });
      const { user, system } = process.threadCpuUsage(began);
      expect((user + system) / 1000).toBeLessThan(500);
    }),
    { numRuns: 300 },
  );
});

test('a stream without a line break takes no memory', async () => {
  const feed = createLines(() => undefined);
  const before = await held();
  // Each chunk is a text of its own, as from a pipe: one and the same would be held but once.
  for (let at = 0; at < 2000; at += 1) feed(Buffer.alloc(1 << 16, 97 + (at % 26)).toString('latin1'));
  expect((await held()) - before).toBeLessThan(1e6);
  feed('\n');
});

test('lines come out whole however the stream is cut; too long ones are dropped', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-z, ]{0,60}$/)), fc.integer({ min: 1, max: 20 }), (lines, size) => {
      const text = lines.map((line) => `${line}\n`).join('');
      const out: string[] = [];
      const feed = createLines((line) => out.push(line), 40);
      for (let at = 0; at < text.length; at += size) feed(text.slice(at, at + size));
      expect(out).toEqual(lines.filter((line) => line.length <= 40));
    }),
  );
});

const A = 'a'.repeat(64);
const B = 'b'.repeat(64);
test.each([
  ['cgroup v2, systemd', `0::/system.slice/docker-${A}.scope`, [A]],
  ['cgroup v2, cgroupfs', `0::/docker/${A}`, [A]],
  ['cgroup v1', `12:devices:/docker/${A}\n1:name=systemd:/docker/${A}`, [A]],
  ['nested, systemd outside', `0::/system.slice/docker-${A}.scope/docker/${B}`, [A, B]],
  ['nested, v1 with one controller not delegated', `5:cpuset:/docker/${A}\n4:devices:/docker/${A}/docker/${B}`, [A, B]],
  ['nested below init', `0::/docker/${A}/init`, [A]],
  ['a plain login', '0::/user.slice/user-1000.slice/session-2.scope', []],
])('container of a process: %s', (_, text, ids) => expect(containerIds(text)).toEqual(ids));

const build = (
  job: string,
  number: number,
  workspaces: readonly string[] = [`/home/u/jenkins_home/workspace/${job}`],
): BuildFact => ({ job, number, workspaces, url: `http://localhost:8080/job/${job}/${number}/` });
const container = (more: Partial<ContainerUse>): ContainerUse => ({
  id: A,
  name: 'c',
  engine: 'host',
  sources: [],
  env: {},
  ours: false,
  ...more,
});
const builds = [build('train', 42), build('train-more', 7)];

test('a mount at or below the workspace tells the build, one beside it does not', () => {
  const of = (source: string) => attribute(container({ sources: [source] }), [], builds)?.number ?? null;
  expect(of('/home/u/jenkins_home/workspace/train')).toBe(42);
  expect(of('/home/u/jenkins_home/workspace/train/data')).toBe(42);
  expect(of('/home/u/jenkins_home/workspace/train-more')).toBe(7);
  expect(of('/home/u/jenkins_home/workspace/train@2')).toBe(42);
  expect(of('/home/u/jenkins_home/workspace')).toBe(null);
});

test('then its variables, then the executor’s process tree, else nothing', () => {
  expect(attribute(container({ env: { BUILD_TAG: 'jenkins-train-42' } }), [], builds)?.number).toBe(42);
  expect(attribute(container({ env: { BUILD_URL: 'https://ci.example/job/train-more/7/' } }), [], builds)?.number).toBe(
    7,
  );
  expect(attribute(null, [{}, { BUILD_TAG: 'jenkins-train-42' }], builds)?.number).toBe(42);
  expect(attribute(container({ ours: true, sources: ['/home/u/jenkins_home/workspace/train'] }), [], builds)).toBe(
    null,
  );
  expect(attribute(null, [], builds)).toBe(null);
});

test('two builds in one workspace are told apart by their variables only', () => {
  const two = [build('train', 42), build('train', 43)];
  const sources = ['/home/u/jenkins_home/workspace/train'];
  expect(attribute(container({ sources }), [], two)).toBe(null);
  expect(attribute(container({ sources, env: { BUILD_TAG: 'jenkins-train-43' } }), [], two)?.number).toBe(43);
});

test('of nested workspaces the nearest one counts', () => {
  const outer = build('outer', 1, ['/w/outer']);
  const inner = build('inner', 2, ['/w/outer/inner']);
  expect(attribute(container({ sources: ['/w/outer/inner/data'] }), [], [outer, inner])?.job).toBe('inner');
  expect(attribute(container({ sources: ['/w/outer/other'] }), [], [outer, inner])?.job).toBe('outer');
});

test('readings each ten seconds leave no gap in a chart of seconds; a pause does', () => {
  const history = createHistory();
  const start = 1_700_000_000_000;
  history.add(start, [gpu(0, { utilizationGpu: 10 })], 18_000);
  history.add(start + 10_000, [gpu(0, { utilizationGpu: 30 })], 18_000);
  history.add(start + 70_000, [gpu(0, { utilizationGpu: 50 })], 18_000);
  const values = history.view('10min', start + 70_000, []).gpus[0]?.values.utilization.slice(-71);
  expect(values).toEqual([...Array(10).fill(10), 30, ...Array(59).fill(null), 50]);
});

test('gaps are gaps, and a restart keeps what there was', () => {
  const history = createHistory();
  const start = 1_700_000_000_000;
  history.add(start, [gpu(0)]);
  history.add(start + 3000, [gpu(0, { utilizationGpu: 80, powerWatts: null })]);
  const tail = (kept = history) => kept.view('10min', start + 3000, []).gpus[0]?.values;
  expect(tail()?.utilization.slice(-4)).toEqual([50, null, null, 80]);
  expect(tail()?.power.slice(-4)).toEqual([120, null, null, null]);
  expect(tail()?.memory.at(-1)).toBe(1024 * MIB);
  expect(tail(createHistory(history.serialise()))).toEqual(tail());
  expect(createHistory(history.serialise().slice(0, 500)).view('1h', start, []).gpus).toEqual([]);
  expect(createHistory(new Uint8Array([1, 2, 3])).bytes()).toBe(0);
});

test('sixteen GPUs for 24 hours stay below 16 MB', () => {
  const history = createHistory();
  const gpus = Array.from({ length: 16 }, (_, index) => gpu(index));
  const start = 1_700_000_000_000;
  for (let second = 0; second < 86_400; second += 1) history.add(start + second * 1000, gpus);
  expect(history.bytes()).toBeLessThan(16 * MIB);
  const view = history.view('24h', start + 86_399_000, []);
  expect(view.gpus).toHaveLength(16);
  expect(view.x).toHaveLength(8640);
  expect(view.gpus.every(({ values }) => values.power.every((watts) => watts === 120))).toBe(true);
});

const row = (pid: number, uuid: string, memoryMib: number, number: number | null): GpuProcessRow => ({
  pid,
  name: 'python',
  user: 'u',
  uuid,
  memoryBytes: memoryMib * MIB,
  container: null,
  engine: null,
  build: number === null ? null : { job: 'train', number },
});

test('the ledger books minutes, peak and energy on each build', () => {
  const ledger = createLedger();
  const processes = [row(1, 'GPU-0', 300, 1), row(2, 'GPU-0', 100, 2), row(3, 'GPU-1', 500, 1)];
  for (let at = 0; at <= 60_000; at += 10_000) ledger.book(at, [gpu(0), gpu(1)], processes);
  ledger.book(70_000, [gpu(0), gpu(1)], []);
  expect(
    ledger
      .rows()
      .map(({ build, gpuMinutes, peakMemoryBytes, wattHours }) => [
        build,
        gpuMinutes.toFixed(2),
        peakMemoryBytes / MIB,
        wattHours.toFixed(2),
      ]),
  ).toEqual([
    [1, '2.00', 800, '3.50'],
    [2, '1.00', 100, '0.50'],
  ]);
  expect(ledger.bands()).toHaveLength(3);
  expect(ledger.bands().every(({ to }) => to === 70)).toBe(true);
});

test('a job’s builds are summed up', () => {
  const use = { from: 1000, to: 61_000, gpuMinutes: 1, peakMemoryBytes: 5, wattHours: 0.5 };
  const jobs = perJob([
    { job: 'train', build: 2, ...use, to: 90_000, peakMemoryBytes: 9 },
    { job: 'eval', build: 1, ...use, wattHours: 2 },
    { job: 'train', build: 1, ...use },
  ]);
  expect(ledgerCsv(jobs, 'builds').split('\r\n')).toEqual([
    'job,builds,from,to,gpu_minutes,peak_memory_bytes,watt_hours',
    'eval,1,1970-01-01T00:00:01.000Z,1970-01-01T00:01:01.000Z,1.00,5,2.000',
    'train,2,1970-01-01T00:00:01.000Z,1970-01-01T00:01:30.000Z,2.00,9,1.000',
    '',
  ]);
});

test('the CSV quotes, and no job name becomes a formula', () => {
  const csv = ledgerCsv([
    { job: '=a,"b"', build: 3, from: 0, to: 60_000, gpuMinutes: 1, peakMemoryBytes: 5, wattHours: 0.5 },
  ]);
  expect(csv).toBe(
    'job,build,from,to,gpu_minutes,peak_memory_bytes,watt_hours\r\n"\'=a,""b""",3,1970-01-01T00:00:00.000Z,1970-01-01T00:01:00.000Z,1.00,5,0.500\r\n',
  );
});

const seen = { exitCode: 0, output: 'GPU 0: NVIDIA GeForce RTX 3080 (UUID: GPU-1)\n' };
test.each([
  ['host', 'Failed to initialize NVML: Driver/library version mismatch', 'gpu/driver-mismatch'],
  ['container', 'could not select device driver "nvidia" with capabilities: [[gpu]]', 'gpu/no-toolkit'],
  ['container', 'exec: "nvidia-container-runtime-hook": executable file not found in $PATH', 'gpu/no-toolkit'],
  ['nested', 'unresolvable CDI devices nvidia.com/gpu=all', 'gpu/no-cdi-spec'],
  ['nested', 'Failed to initialize NVML: Unknown Error', 'gpu/lost'],
  ['step', 'nvidia-smi: not found', 'gpu/no-smi'],
] as const)('the ladder stops at %s: %s', async (broken: Rung, output, code) => {
  const checks = await climb(async (rung) => (rung === broken ? { exitCode: 1, output } : seen));
  const at = RUNGS.indexOf(broken);
  expect(checks.map(({ state }) => state)).toEqual(
    RUNGS.map((_, n) => (n < at ? 'ok' : n === at ? 'failed' : 'skipped')),
  );
  expect(checks[at]?.failure?.code).toBe(code);
});
