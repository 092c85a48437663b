import { expect, test } from 'vitest';
import { converging, failure, snapshot, top, working } from '../../../doubles/tray.ts';

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
