import { expect, test } from 'vitest';
import { trayModel } from '../../../../electron/core/desktop/menu.ts';
import { calmGpu } from '../../../../electron/core/desktop/menu-gpu.ts';
import type { TrayInput } from '../../../../electron/core/desktop/tray-model.ts';
import type { GpuProcessRow, GpuSample, GpuState } from '../../../../electron/shared/gpu.ts';
import type { Activity, Build, JenkinsState, Snapshot } from '../../../../electron/shared/snapshot.ts';

const GIB = 1024 ** 3;
const failure = {
  code: 'jenkins/not-ready',
  title: 'Jenkins did not become ready',
  detail: 'No page within 180 s.',
} as const;
const connected = {
  kind: 'connected',
  version: '20.10.24',
  apiVersion: '1.41',
  host: 'unix:///var/run/docker.sock',
  context: 'default',
} as const;
const gpu = (change: Partial<GpuSample> = {}): GpuSample => ({
  uuid: 'GPU-0',
  index: 0,
  name: 'NVIDIA GeForce RTX 3080',
  utilizationGpu: 37,
  utilizationMemory: 20,
  memoryUsedBytes: 4.14 * GIB,
  memoryTotalBytes: 10 * GIB,
  temperature: 61,
  powerWatts: 210,
  powerLimitWatts: 320,
  fan: 40,
  clockSm: 1800,
  clockMemory: 9500,
  pstate: 'P2',
  throttle: [],
  mig: false,
  lost: false,
  ...change,
});
const gpus = (...all: readonly GpuSample[]): GpuState => ({
  kind: 'ok',
  at: 0,
  driver: '550.54',
  gpus: all,
  unsupported: [],
});
const build = (job: string, number: number): Build => ({
  job,
  number,
  url: `http://127.0.0.1:8081/job/${job}/${number}/`,
  result: 'running',
  startedAt: 0,
  duration: 1000,
  estimated: null,
});
const snapshot = (jenkins: JenkinsState, change: Partial<Snapshot> = {}): Snapshot => ({
  revision: 1,
  firstTime: false,
  intent: 'mode' in jenkins ? jenkins.mode : 'off',
  engine: connected,
  jenkins,
  builds: { kind: 'known', running: 0, list: [] },
  gpu: { kind: 'unknown' },
  activity: { kind: 'idle' },
  notices: [],
  ...change,
});
const dind: JenkinsState = { kind: 'running', mode: 'dind', url: 'http://127.0.0.1:8081', version: '2.568.2' };
const working: Activity = { kind: 'working', to: 'dind', startedAt: 0, steps: [], output: [], cancellable: true };
const converging: JenkinsState = {
  kind: 'converging',
  from: 'dood',
  to: 'dind',
  mode: 'dind',
  step: 'Start nvidia-dind-container',
  done: 1,
  total: 9,
  url: null,
};

/** A whole tray as a panel shows it; what cannot be chosen is in brackets. */
function text(shown: Snapshot, more: Partial<TrayInput> = {}): string {
  const { icon, tooltip, items } = trayModel({ snapshot: shown, startAtLogin: false, processes: [], ...more });
  const rows = items.map((item) => {
    if (item.kind === 'separator') return '--';
    if (item.kind === 'text') return `[${item.label}]`;
    const mark = item.kind === 'action' ? '' : item.checked ? '(x) ' : '( ) ';
    return item.enabled ? `${mark}${item.label}` : `[${mark}${item.label}]`;
  });
  return [`${icon}: ${tooltip}`, ...rows].join('\n');
}
/** What changes with the state: the rest of the menu stays. */
const top = (shown: Snapshot, more: Partial<TrayInput> = {}): string =>
  text(shown, more).split('\n--\nShow window')[0] ?? '';

test('while Jenkins runs', () => {
  expect(text(snapshot(dind))).toMatchInlineSnapshot(`
    "dind: Jenkins Tray · DinD at http://127.0.0.1:8081
    [Jenkins 2.568.2 runs in DinD]
    --
    (x) DinD
    ( ) DooD
    ( ) Off
    --
    Open Jenkins (8081)
    No builds running
    --
    Show window
    ( ) Start at login
    Settings
    Logs
    --
    Quit"
  `);
});
test('before anything is known', () => {
  expect(top(snapshot({ kind: 'unknown' }, { engine: { kind: 'unknown' } }))).toMatchInlineSnapshot(`
    "off: Jenkins Tray · Looking at Docker…
    [Looking at Docker…]
    --
    [( ) DinD]
    [( ) DooD]
    [(x) Off]
    --
    [Open Jenkins]"
  `);
});
test('when nothing was ever asked for', () => {
  expect(top(snapshot({ kind: 'stopped' }, { firstTime: true }))).toMatchInlineSnapshot(`
    "off: Jenkins Tray · Jenkins was not started yet
    [Jenkins was not started yet]
    --
    ( ) DinD
    ( ) DooD
    (x) Off
    --
    [Open Jenkins]"
  `);
});
test('with containers made by hand', () => {
  const found: JenkinsState = { kind: 'drifted', mode: 'off', url: null, version: '', causes: [] };
  expect(top(snapshot(found, { firstTime: true }))).toMatchInlineSnapshot(`
    "attention: Jenkins Tray · Containers that were made by hand are there
    [Containers that were made by hand are there]
    --
    ( ) DinD
    ( ) DooD
    (x) Off
    --
    [Open Jenkins]"
  `);
});
test('when Jenkins is off', () => {
  expect(top(snapshot({ kind: 'stopped' }))).toMatchInlineSnapshot(`
    "off: Jenkins Tray · Jenkins is off
    [Jenkins is off]
    --
    ( ) DinD
    ( ) DooD
    (x) Off
    --
    [Open Jenkins]"
  `);
});
test('in the middle of a switch: its step, Cancel, and no other switch', () => {
  expect(top(snapshot(converging, { activity: working }))).toMatchInlineSnapshot(`
    "working: Jenkins Tray · Switching to DinD
    [Switching to DinD]
    [2 of 9: Start nvidia-dind-container]
    Cancel
    --
    [(x) DinD]
    [( ) DooD]
    [( ) Off]
    --
    [Open Jenkins]"
  `);
});
test('in the middle of a switch, as long as the old Jenkins serves: its page', () => {
  const serving = snapshot({ ...converging, url: 'http://127.0.0.1:8080' }, { activity: working });
  expect(top(serving).split('\n').at(-1)).toBe('Open Jenkins (8080)');
});
test('while Jenkins is brought up from off', () => {
  expect(top(snapshot({ ...converging, from: 'off' }, { activity: working })).split('\n')[1]).toMatchInlineSnapshot(
    `"[Starting Jenkins in DinD]"`,
  );
});
test('while Jenkins is stopped', () => {
  expect(
    top(snapshot({ ...converging, to: 'off', step: '', done: 0, total: 0 }, { activity: working })),
  ).toMatchInlineSnapshot(`
    "working: Jenkins Tray · Stopping Jenkins
    [Stopping Jenkins]
    Cancel
    --
    [( ) DinD]
    [( ) DooD]
    [(x) Off]
    --
    [Open Jenkins]"
  `);
});
test('another process at work is shown and cannot be cancelled here', () => {
  const other = snapshot({ ...converging, step: '"switch to dind" (process 4711, since 21:00:00)', done: 0, total: 0 });
  expect(top(other)).toMatchInlineSnapshot(`
    "working: Jenkins Tray · Switching to DinD
    [Switching to DinD]
    ["switch to dind" (process 4711, since 21:00:00)]
    --
    [(x) DinD]
    [( ) DooD]
    [( ) Off]
    --
    [Open Jenkins]"
  `);
});
test('between the wish and its first step', () => {
  expect(
    top(snapshot(dind, { activity: working }))
      .split('\n')
      .slice(0, 2)
      .join('\n'),
  ).toMatchInlineSnapshot(`
    "working: Jenkins Tray · DinD at http://127.0.0.1:8081
    [Starting Jenkins in DinD]"
  `);
});
test('while Jenkins starts', () => {
  expect(top(snapshot({ kind: 'restarting', mode: 'dood', url: 'http://127.0.0.1:8080' }))).toMatchInlineSnapshot(`
    "working: Jenkins Tray · Jenkins is starting in DooD
    [Jenkins is starting in DooD]
    --
    ( ) DinD
    (x) DooD
    ( ) Off
    --
    Open Jenkins (8080)"
  `);
});
test('when what is there is not what was asked for', () => {
  const drifted: JenkinsState = {
    kind: 'drifted',
    mode: 'dood',
    url: 'http://127.0.0.1:8080',
    version: '2.568.2',
    causes: [{ object: 'jenkins-dood-container', current: 'exited', desired: 'running' }],
  };
  expect(top(snapshot(drifted))).toMatchInlineSnapshot(`
    "attention: Jenkins Tray · Not as you asked for: jenkins-dood-container
    [Not as you asked for: jenkins-dood-container]
    --
    ( ) DinD
    (x) DooD
    ( ) Off
    --
    Open Jenkins (8080)"
  `);
});
test('when a mode did not come up', () => {
  expect(top(snapshot({ kind: 'failed', mode: 'dind', failure, url: null }))).toMatchInlineSnapshot(`
    "failed: Jenkins Tray · DinD did not come up: Jenkins did not become ready
    [DinD did not come up: Jenkins did not become ready]
    --
    (x) DinD
    ( ) DooD
    ( ) Off
    --
    [Open Jenkins]"
  `);
});
test('when a change failed and Jenkins goes on as it was, its page can still be opened', () => {
  const lines = top(snapshot({ kind: 'failed', mode: 'dood', failure, url: 'http://127.0.0.1:8080' })).split('\n');
  expect(lines[1]).toBe('[Jenkins goes on as it was: Jenkins did not become ready]');
  expect(lines.at(-1)).toBe('Open Jenkins (8080)');
});
test('when Jenkins could not be stopped', () => {
  expect(top(snapshot({ kind: 'failed', mode: 'off', failure, url: null })).split('\n')[1]).toMatchInlineSnapshot(
    `"[Jenkins could not be stopped: Jenkins did not become ready]"`,
  );
});
test('when the engine does not answer', () => {
  const away = snapshot(
    { kind: 'unknown' },
    {
      intent: 'dind',
      engine: {
        kind: 'unreachable',
        failure: { code: 'engine/unreachable', title: 'The Docker engine does not answer', detail: '' },
      },
    },
  );
  expect(top(away)).toMatchInlineSnapshot(`
    "attention: Jenkins Tray · The Docker engine does not answer
    [The Docker engine does not answer]
    --
    [(x) DinD]
    [( ) DooD]
    [( ) Off]
    --
    [Open Jenkins]"
  `);
});
test('a notice asks for attention while Jenkins runs', () => {
  expect(top(snapshot(dind, { notices: [{ id: 'gpuless', failure }] }))).toMatchInlineSnapshot(`
    "attention: Jenkins Tray · DinD at http://127.0.0.1:8081
    [Jenkins 2.568.2 runs in DinD]
    ! Jenkins did not become ready
    --
    (x) DinD
    ( ) DooD
    ( ) Off
    --
    Open Jenkins (8081)
    No builds running"
  `);
});
test('running builds are named, a few of many', () => {
  const list = [1, 2, 3, 4, 5, 6].map((number) => build('train-model', number));
  expect(top(snapshot(dind, { builds: { kind: 'known', running: 6, list } }))).toMatchInlineSnapshot(`
    "dind: Jenkins Tray · DinD at http://127.0.0.1:8081 · 6 builds running
    [Jenkins 2.568.2 runs in DinD]
    --
    (x) DinD
    ( ) DooD
    ( ) Off
    --
    Open Jenkins (8081)
    6 builds running
    [    train-model #1]
    [    train-model #2]
    [    train-model #3]
    [    train-model #4]
    [    and 2 more]"
  `);
  expect(
    top(snapshot(dind, { builds: { kind: 'known', running: 1, list: [build('docs', 7)] } }))
      .split('\n')
      .slice(-2),
  ).toMatchInlineSnapshot(`
    [
      "1 build running",
      "[    docs #7]",
    ]
  `);
});
test('builds that cannot be told are not shown as none', () => {
  expect(
    top(snapshot(dind, { builds: { kind: 'unknown', why: 'No login', running: 0 } }))
      .split('\n')
      .at(-1),
  ).toMatchInlineSnapshot(`"Builds: not known"`);
});
test('a line a GPU, with the build that uses it', () => {
  const process: GpuProcessRow = {
    pid: 1,
    name: 'python3',
    user: 'jenkins',
    uuid: 'GPU-0',
    memoryBytes: 4 * GIB,
    container: 'train',
    engine: 'nested',
    build: { job: 'train-model', number: 42 },
  };
  const two = gpus(
    gpu(),
    gpu({ uuid: 'GPU-1', index: 1, name: 'Tesla V100', utilizationGpu: null, memoryUsedBytes: null }),
    gpu({ uuid: 'GPU-2', index: 2, lost: true }),
  );
  expect(top(snapshot(dind, { gpu: two }), { processes: [process] })).toMatchInlineSnapshot(`
    "dind: Jenkins Tray · DinD at http://127.0.0.1:8081 · GPU 35 %
    [Jenkins 2.568.2 runs in DinD]
    --
    (x) DinD
    ( ) DooD
    ( ) Off
    --
    Open Jenkins (8081)
    No builds running
    --
    GPU 0   RTX 3080   35 %   4.1 / 10 GiB   train-model #42
    GPU 1   Tesla V100   -   - / 10 GiB
    GPU 2   RTX 3080   lost"
  `);
});
test('GPUs that sleep, do not answer or fail', () => {
  const last = (state: GpuState) =>
    top(snapshot(dind, { gpu: state }))
      .split('\n')
      .at(-1);
  expect([
    last({ kind: 'asleep' }),
    last({ kind: 'stale', since: 0, last: [gpu()] }),
    last({ kind: 'failed', failure }),
    last({ kind: 'absent', reason: 'no-card', failure }),
  ]).toMatchInlineSnapshot(`
    [
      "GPUs are asleep",
      "GPUs: no answer from nvidia-smi",
      "GPUs: Jenkins did not become ready",
      "No builds running",
    ]
  `);
});
test('small changes of a GPU do not make another menu', () => {
  const model = (load: number, used: number) =>
    text(snapshot(dind, { gpu: gpus(gpu({ utilizationGpu: load, memoryUsedBytes: used * GIB })) }));
  expect(model(37, 4.11)).toBe(model(36, 4.14));
  expect(model(37, 4.11)).not.toBe(model(60, 4.11));
});
test('GPU figures in the tray are renewed every 10 s, another state at once', () => {
  const shown = calmGpu({ at: 0, state: { kind: 'unknown' } }, gpus(gpu()), 1000);
  expect(shown.at).toBe(1000);
  expect(calmGpu(shown, gpus(gpu({ utilizationGpu: 99 })), 10_999)).toBe(shown);
  expect(calmGpu(shown, gpus(gpu({ utilizationGpu: 99 })), 11_000).at).toBe(11_000);
  expect(calmGpu(shown, { kind: 'asleep' }, 1001).state.kind).toBe('asleep');
});
test('time alone changes nothing in the menu', () => {
  const step = { kind: 'start', object: 'x', detail: '', text: 'x' } as const;
  const at = (elapsed: number) =>
    text(
      snapshot(converging, {
        activity: { ...working, steps: [{ ...step, state: 'running', elapsed }], output: [`line ${elapsed}`] },
      }),
    );
  expect(at(1)).toBe(at(60_000));
});
test('start at login is ticked as set, and choosing it asks for the opposite', () => {
  const found = trayModel({ snapshot: snapshot(dind), startAtLogin: true, processes: [] }).items.find(
    (item) => item.kind === 'check',
  );
  expect(found).toEqual({
    kind: 'check',
    label: 'Start at login',
    checked: true,
    enabled: true,
    action: { kind: 'start-at-login', on: false },
  });
});
