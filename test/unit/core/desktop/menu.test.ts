import { expect, test } from 'vitest';
import { trayModel } from '../../../../electron/core/desktop/menu.ts';
import type { JenkinsState } from '../../../../electron/shared/snapshot.ts';
import { converging, dind, snapshot, text, top, working } from '../../../doubles/tray.ts';

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

test('work of another process is shown and cannot be cancelled here', () => {
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

test('before its first step, a switch is already shown', () => {
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
    Open Jenkins (8080)"
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
