import { expect, test } from 'vitest';
import { trayModel } from '../../../../electron/core/desktop/menu.ts';
import type { JenkinsState } from '../../../../electron/shared/snapshot.ts';
import { build, converging, dind, snapshot, text, top, working } from '../../../doubles/tray.ts';

test('while Jenkins runs, the whole menu', () => {
  expect(text(snapshot(dind))).toMatchInlineSnapshot(`
    "dind: Jenkins Tray · DinD at http://127.0.0.1:8081
    [Jenkins 2.568.2 runs in DinD]
    --
    (x) DinD
    ( ) DooD
    ( ) Off
    --
    Open Jenkins (8081)
    Update Jenkins…
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

test('before anything is known, no mode can be chosen', () => {
  expect(top(snapshot({ kind: 'unknown' }, { engine: { kind: 'unknown' } }))).toMatchInlineSnapshot(`
    "off: Jenkins Tray · Checking Docker…
    [Checking Docker…]
    --
    [( ) DinD]
    [( ) DooD]
    [(x) Off]
    --
    [Open Jenkins]"
  `);
});

test('on first use, every mode can be chosen', () => {
  expect(top(snapshot({ kind: 'stopped' }, { firstTime: true }))).toMatchInlineSnapshot(`
    "off: Jenkins Tray · Jenkins has not been started yet
    [Jenkins has not been started yet]
    --
    ( ) DinD
    ( ) DooD
    (x) Off
    --
    [Open Jenkins]"
  `);
});

test('hand-made containers are recognised', () => {
  const found: JenkinsState = { kind: 'drifted', mode: 'off', url: null, version: '', causes: [] };
  expect(top(snapshot(found, { firstTime: true }))).toMatchInlineSnapshot(`
    "attention: Jenkins Tray · Found containers made by hand
    [Found containers made by hand]
    --
    ( ) DinD
    ( ) DooD
    (x) Off
    --
    [Open Jenkins]"
  `);
});

test('when Jenkins is off, the menu offers both modes', () => {
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

test('work of another process is shown and can be cancelled', () => {
  const other = snapshot({ ...converging, step: '"switch to dind" (process 4711, since 21:00:00)', done: 0, total: 0 });
  expect(top(other)).toMatchInlineSnapshot(`
    "working: Jenkins Tray · Switching to DinD
    [Switching to DinD]
    ["switch to dind" (process 4711, since 21:00:00)]
    Cancel
    --
    [(x) DinD]
    [( ) DooD]
    [( ) Off]
    --
    [Open Jenkins]"
  `);
});

test('before its first step, a switch is already shown', () => {
  expect(
    top(snapshot(dind, { activity: working }))
      .split('\n')
      .slice(0, 9)
      .join('\n'),
  ).toMatchInlineSnapshot(`
    "working: Jenkins Tray · DinD at http://127.0.0.1:8081
    [Starting Jenkins in DinD]
    --
    [(x) DinD]
    [( ) DooD]
    [( ) Off]
    --
    Open Jenkins (8081)
    [Update Jenkins…]"
  `);
});

test('while Jenkins starts, the menu says so', () => {
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

test('drift is shown with its causes', () => {
  const drifted: JenkinsState = {
    kind: 'drifted',
    mode: 'dood',
    url: 'http://127.0.0.1:8080',
    version: '2.568.2',
    causes: [{ object: 'jenkins-dood-container', current: 'exited', desired: 'running' }],
  };
  expect(top(snapshot(drifted))).toMatchInlineSnapshot(`
    "attention: Jenkins Tray · Not as requested: jenkins-dood-container
    [Not as requested: jenkins-dood-container]
    --
    ( ) DinD
    (x) DooD
    ( ) Off
    --
    Open Jenkins (8080)
    No builds running"
  `);
});

test('elapsed time alone does not change the menu', () => {
  const step = { kind: 'start', object: 'x', detail: '', text: 'x' } as const;
  const at = (elapsed: number) =>
    text(
      snapshot(converging, {
        activity: { ...working, steps: [{ ...step, state: 'running', elapsed }], output: [`line ${elapsed}`] },
      }),
    );
  expect(at(1)).toBe(at(60_000));
});

test('what each item does', () => {
  const actions = trayModel({
    snapshot: snapshot(dind, { gpu: { kind: 'released', until: 1 } }),
    startAtLogin: false,
    processes: [],
  }).items.flatMap((item) => ('action' in item ? [[item.label, item.action] as const] : []));
  expect(actions).toEqual([
    ['DinD', { kind: 'switch', mode: 'dind' }],
    ['DooD', { kind: 'switch', mode: 'dood' }],
    ['Off', { kind: 'switch', mode: 'off' }],
    ['Open Jenkins (8081)', { kind: 'open' }],
    ['Update Jenkins…', { kind: 'update', mode: 'dind' }],
    ['No builds running', { kind: 'show', view: 'builds' }],
    ['GPUs are let go', { kind: 'show', view: 'gpus' }],
    ['Read the GPUs again', { kind: 'release-gpus', minutes: 0 }],
    ['Show window', { kind: 'show', view: null }],
    ['Start at login', { kind: 'start-at-login', on: true }],
    ['Settings', { kind: 'show', view: 'settings' }],
    ['Logs', { kind: 'show', view: 'logs' }],
    ['Quit', { kind: 'quit' }],
  ]);
  const { items } = trayModel({
    snapshot: snapshot(converging, { activity: working }),
    startAtLogin: false,
    processes: [],
  });
  expect(items).toContainEqual({ kind: 'action', label: 'Cancel', enabled: true, action: { kind: 'cancel' } });
});

test('an item of a build opens that build', () => {
  const running = { ...build('train', 7), url: 'http://127.0.0.1:8081/job/train/7/' };
  const { items } = trayModel({
    snapshot: snapshot(dind, { builds: { kind: 'known', running: 1, list: [running] } }),
    startAtLogin: false,
    processes: [],
  });
  expect(items.flatMap((item) => ('action' in item && item.action.kind === 'open-build' ? [item] : []))).toEqual([
    expect.objectContaining({ enabled: true, action: { kind: 'open-build', url: running.url } }),
  ]);
});

test('an item fits a panel, whatever a job is called', () => {
  const long = { ...build('x'.repeat(100), 1), job: 'x'.repeat(100) };
  const menu = top(snapshot(dind, { builds: { kind: 'known', running: 1, list: [long] } })).split('\n');
  expect(menu.at(-1)).toBe(`    ${'x'.repeat(55)}…`);
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
