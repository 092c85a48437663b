import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT } from '../lab/paths.ts';
import { runAsync } from '../lab/shell.ts';

/** `jenkins-tray gpu` as people run it, with real children that hang, die and flood. */
let folder: string;
const ESCAPE = '\u001b';
const MARK = `jt-gpu-cli-${process.pid}`;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'jt-gpu-cli-'));
  mkdirSync(join(folder, 'config'));
  mkdirSync(join(folder, 'bin'));
  cpSync(join(ROOT, 'test/lab/nvidia-smi'), join(folder, 'bin/nvidia-smi'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const env = (scenario: string, more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
  ...process.env,
  PATH: `${join(folder, 'bin')}${delimiter}${process.env.PATH}`,
  NVIDIA_SMI_SCENARIO: scenario,
  JENKINS_TRAY_CONFIG: join(folder, 'config'),
  MARK,
  ...more,
});
const tray = (scenario: string, ...args: string[]) =>
  runAsync(process.execPath, [join(ROOT, 'out/cli.js'), 'gpu', ...args], { env: env(scenario), cwd: folder });

/** Processes that a run of these tests left behind on this machine. */
const left = (): string[] =>
  readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`MARK=${MARK}`);
    } catch {
      return false;
    }
  });

/** A closed terminal ends its programs, which shows a moment later. */
const nothingLeft = () => expect.poll(left).toEqual([]);

test('readings of two GPUs are a table, and one JSON document', async () => {
  const text = await tray('ok-2');
  expect(text.status).toBe(0);
  expect(text.stdout).toMatch(/^# {2}GPU .*\n0 {2}GeForce RTX 3080 .*\n1 {2}GeForce RTX 3080 /);
  const json = JSON.parse((await tray('ok-2', '--json')).stdout);
  expect(json).toMatchObject({ gpu: { kind: 'ok', gpus: [{ index: 0 }, { index: 1 }] }, processes: [] });
});

test('processes that only draw, and the instances of a split card, are listed as such', async () => {
  const listed = join(folder, 'processes');
  writeFileSync(listed, `0 ${process.pid} 28 G:/usr/lib/xorg/Xorg\n`);
  const { stdout } = await runAsync(process.execPath, [join(ROOT, 'out/cli.js'), 'gpu'], {
    env: env('mig', { NVIDIA_SMI_PROCESSES: listed }),
    cwd: folder,
  });
  expect(stdout).toContain('GPU 0, instance 1: 2.0 MiB of 9.6 GiB');
  expect(stdout).toMatch(/No compute process uses the GPUs\.\n\S*Xorg \(.*\): 28\.0 MiB on GPU 0, graphics/);
});

test('metrics have the names of NVIDIA’s exporter, also where there is no reading', async () => {
  const two = await tray('ok-2', '--prometheus');
  expect(two.status).toBe(0);
  expect(two.stdout.match(/^DCGM_FI_DEV_GPU_TEMP\{gpu="[01]",UUID="GPU-.*\} 40$/gm)).toHaveLength(2);
  const none = await tray('no-driver', '--prometheus');
  expect([none.status, none.stdout.trim().split('\n').at(-1)]).toEqual([1, 'jenkins_tray_gpu_up 0']);
});

test.each([
  ['mismatch', 'reboot required (gpu/driver-mismatch)'],
  ['no-permission', 'You do not have permission to use the GPUs (gpu/no-permission)'],
  ['lost', 'A GPU fell off the bus (gpu/lost)'],
  ['hung', 'nvidia-smi has not reported yet.'],
  ['dies-midline', 'nvidia-smi did not return a reading (gpu/failed)'],
  ['flood', 'nvidia-smi did not return a reading (gpu/failed)'],
])('%s is reported, ends in time, and leaves nothing running', async (scenario, words) => {
  const began = Date.now();
  const { stdout, status } = await tray(scenario);
  expect(stdout).toContain(words);
  expect(status).toBe(1);
  expect(Date.now() - began).toBeLessThan(45_000);
  await nothingLeft();
});

/** Runs on a terminal (script(1) makes one) until it is interrupted after some seconds. */
const onTerminal = (seconds: number, args: string, more: NodeJS.ProcessEnv = {}) =>
  runAsync(
    'timeout',
    [
      '-s',
      'INT',
      String(seconds),
      'script',
      '-qec',
      `stty cols 80 rows 30; exec ${process.execPath} ${ROOT}/out/cli.js gpu ${args}`,
      '/dev/null',
    ],
    { env: env('ok-1', { TERM: 'xterm', COLUMNS: '80', ...more }), cwd: folder },
  );

test('on a terminal the table is redrawn in place, and NO_COLOR is honoured', async () => {
  const { stdout } = await onTerminal(5, '--watch', { NO_COLOR: '1' });
  const frames = stdout.replaceAll('\r', '').split(new RegExp(`${ESCAPE}\\[\\d+A${ESCAPE}\\[0J`));
  expect(frames.length).toBeGreaterThanOrEqual(3);
  for (const frame of frames.slice(1, -1)) expect(frame).toMatch(/^# {2}GPU/);
  expect(frames.join('')).not.toContain(ESCAPE);
  await nothingLeft();
});

test('without a terminal, --watch prints a line per reading', async () => {
  const { stdout } = await runAsync(
    'timeout',
    ['-s', 'INT', '5', process.execPath, join(ROOT, 'out/cli.js'), 'gpu', '--watch', '--json'],
    { env: env('ok-1'), cwd: folder },
  );
  const documents = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(documents.length).toBeGreaterThanOrEqual(3);
  expect(documents.at(-1)).toMatchObject({ gpu: { kind: 'ok' }, processes: [] });
});
