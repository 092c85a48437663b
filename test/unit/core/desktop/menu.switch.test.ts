import { expect, test } from 'vitest';
import type { HomeJob } from '../../../../electron/shared/home-job.ts';
import { converging, dind, failure, snapshot, top, working } from '../../../doubles/tray.ts';

test('during a switch the menu shows its step and Cancel, and offers no other switch', () => {
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

test('where it is too late to cancel, Cancel cannot be chosen', () => {
  const menu = top(snapshot(converging, { activity: { ...working, cancellable: false } })).split('\n');
  expect(menu[3]).toBe('[Cancel]');
});

test('during a switch the old Jenkins’ page can be opened as long as it serves', () => {
  const serving = snapshot({ ...converging, url: 'http://127.0.0.1:8080' }, { activity: working });
  expect(top(serving).split('\n').at(-1)).toBe('Open Jenkins (8080)');
});

test('starting from off is called that', () => {
  expect(top(snapshot({ ...converging, from: 'off' }, { activity: working })).split('\n')[1]).toMatchInlineSnapshot(
    `"[Starting Jenkins in DinD]"`,
  );
});

test('while Jenkins stops, the menu says so', () => {
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

test('a mode that did not start is reported with its failure', () => {
  expect(top(snapshot({ kind: 'failed', mode: 'dind', failure, url: null }))).toMatchInlineSnapshot(`
    "failed: Jenkins Tray · DinD did not start: Jenkins did not become ready
    [DinD did not start: Jenkins did not become ready]
    --
    (x) DinD
    ( ) DooD
    ( ) Off
    --
    [Open Jenkins]"
  `);
});

test('when a change failed and Jenkins still runs, its page can be opened, and its builds are shown', () => {
  const lines = top(snapshot({ kind: 'failed', mode: 'dood', failure, url: 'http://127.0.0.1:8080' })).split('\n');
  expect(lines[1]).toBe('[Jenkins runs unchanged: Jenkins did not become ready]');
  expect(lines.slice(-2)).toEqual(['Open Jenkins (8080)', 'No builds running']);
});

test('a Jenkins that could not be stopped is reported as that', () => {
  expect(top(snapshot({ kind: 'failed', mode: 'off', failure, url: null })).split('\n')[1]).toMatchInlineSnapshot(
    `"[Jenkins could not be stopped: Jenkins did not become ready]"`,
  );
});

test('after Cancel the menu says where it goes back to, and does not offer it again', () => {
  const cancelled = { ...working, cancellable: false, backTo: 'dood' as const };
  expect(
    top(snapshot(converging, { activity: cancelled }))
      .split('\n')
      .slice(1, 4),
  ).toEqual(['[Cancelling: going back to DooD]', '[2 of 9: Start nvidia-dind-container]', '--']);
});

const made: HomeJob = {
  ...{ kind: 'create', subject: '', startedAt: 0 },
  ...{ state: 'running', line: 'packed 40 %', isCancelled: false },
};

test('while a snapshot is made the menu says so, can cancel it, and offers no switch', () => {
  expect(top(snapshot(dind, { job: made }))).toMatchInlineSnapshot(`
    "working: Jenkins Tray · DinD at http://127.0.0.1:8081
    [Making a snapshot of the home]
    Cancel
    --
    [(x) DinD]
    [( ) DooD]
    [( ) Off]
    --
    Open Jenkins (8081)
    [Update Jenkins…]
    No builds running"
  `);
  expect(top(snapshot(dind, { job: { ...made, isCancelled: true } })).split('\n')[2]).toBe('[Cancel]');
});

test('while a snapshot is read Jenkins can be switched', () => {
  const menu = top(snapshot(dind, { job: { ...made, kind: 'verify', subject: 'NAME' } })).split('\n');
  expect(menu.slice(0, 6)).toEqual([
    ...['dind: Jenkins Tray · DinD at http://127.0.0.1:8081', '[Jenkins 2.568.2 runs in DinD]'],
    ...['Verifying NAME', 'Cancel', '--', '(x) DinD'],
  ]);
});

test('a switch beside such work has one Cancel, and work that has ended none', () => {
  const verifying: HomeJob = { ...made, kind: 'verify', subject: 'NAME' };
  expect(top(snapshot(converging, { activity: working, job: verifying })).match(/Cancel/g)).toHaveLength(1);
  const ended: HomeJob = { ...verifying, state: 'ended', end: { kind: 'cancelled' } };
  expect(top(snapshot(dind, { job: ended }))).not.toContain('Cancel');
});
