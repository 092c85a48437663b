import { expect, test } from 'vitest';
import { build, dind, failure, snapshot, top } from '../../../doubles/tray.ts';

test('when the engine does not answer, the menu says so', () => {
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

test('a Jenkins that was running when the engine went away is not said to run, and cannot be updated', () => {
  const engine = { kind: 'unreachable', failure: { ...failure, title: 'The Docker engine does not answer' } } as const;
  const menu = top(snapshot(dind, { engine })).split('\n');
  expect(menu[0]).toBe('attention: Jenkins Tray · The Docker engine does not answer');
  expect(menu).toContain('[Update Jenkins…]');
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
    Update Jenkins…
    No builds running"
  `);
});

test('running builds are named, up to four of them', () => {
  const list = [1, 2, 3, 4, 5, 6].map((number) => build('train-model', number));
  expect(top(snapshot(dind, { builds: { kind: 'known', running: 6, list } }))).toMatchInlineSnapshot(`
    "dind: Jenkins Tray · DinD at http://127.0.0.1:8081 · 6 builds running
    [Jenkins 2.568.2 runs in DinD]
    --
    (x) DinD
    ( ) DooD
    ( ) Off
    Switch to DooD when builds are done
    --
    Open Jenkins (8081)
    Update Jenkins…
    6 builds running
        train-model #1
        train-model #2
        train-model #3
        train-model #4
    [    and 2 more]"
  `);
  expect(
    top(snapshot(dind, { builds: { kind: 'known', running: 1, list: [build('docs', 7)] } }))
      .split('\n')
      .slice(-2),
  ).toMatchInlineSnapshot(`
    [
      "1 build running",
      "    docs #7",
    ]
  `);
});

test('builds whose names are hidden are counted', () => {
  const hidden = top(snapshot(dind, { builds: { kind: 'known', running: 3, list: [] } })).split('\n');
  expect(hidden.at(-1)).toBe('3 builds running');
});

test('unknown builds are not shown as none', () => {
  expect(
    top(snapshot(dind, { builds: { kind: 'unknown', why: 'No login', running: 0 } }))
      .split('\n')
      .at(-1),
  ).toMatchInlineSnapshot(`"Builds: unknown"`);
});
