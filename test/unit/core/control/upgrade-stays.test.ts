import { expect, test } from 'vitest';
import { noRequest } from '../../../../electron/adapters/intent.ts';
import { staysUpgraded } from '../../../../electron/core/control/upgrade-stays.ts';
import type { Upgrade } from '../../../../electron/core/world/upgrades.ts';
import { consent } from '../../../../electron/shared/consents.ts';
import type { Failure } from '../../../../electron/shared/failure.ts';
import { names, settings, unseenHome } from '../../../doubles/situation.ts';
import { fakeWorld } from '../../../doubles/world.ts';

const side = { base: 'base', image: 'i', keptAs: null, jenkins: null };
const upgrade: Upgrade = {
  ...{ at: 7, mode: 'dood', home: '/srv/home', state: 'begun', before: side, after: side, keepsHome: true },
  ...{ snapshot: '2026-01-01T00-00-00Z-dood-2.1', stamp: 7, started: true, restored: false, failedBefore: [] },
  previous: null,
};
const failure: Failure = { code: 'jenkins/not-ready', title: 't', detail: 'why' };

/** What is told, and how often it was looked whether there is room. */
async function told(stored: Upgrade | null, verdict: string, consents: readonly string[] = [], back = true) {
  let looks = 0;
  const engine = {
    ...{ containersNamed: async () => [], runningContainers: async () => [] },
    runOneShot: async () => {
      looks += 1;
      if (verdict === 'away') throw new Error('the engine went away');
      return { exitCode: 0, stdout: verdict, stderr: '' };
    },
  };
  const host = {
    realPath: async (path: string) => path,
    home: async () => ({ ...unseenHome, kind: 'folder' as const }),
  };
  const world = fakeWorld({ home: '/srv/home', engine, host, upgrades: { load: () => stored } });
  const failed = { ...noRequest, upgrade: 7, consents };
  const next = { ...failed, consents: back ? [...consents, consent.undoChange()] : consents };
  const run = { world, settings: settings(), names, version: '1', output: () => undefined };
  const said = await staysUpgraded(failed, next, failure, run, new AbortController().signal);
  return [said?.detail.includes('was not put back') ?? false, said?.command ?? null, looks];
}

test.each<[what: string, stored: Upgrade | null, verdict: string, wanted: readonly unknown[]]>([
  ['there is no room', upgrade, 'too-full 1 2', [true, 'jenkins-tray upgrade --back', 1]],
  ['the snapshot is gone', upgrade, 'no-snapshot', [true, null, 1]],
  ['there is room', upgrade, 'fits', [false, null, 1]],
  ['the engine does not answer', upgrade, 'away', [false, null, 1]],
  ['there was no upgrade', null, 'too-full 1 2', [false, null, 0]],
  ['it is another upgrade', { ...upgrade, at: 8 }, 'too-full 1 2', [false, null, 0]],
  ['it is reached', { ...upgrade, state: 'done' }, 'too-full 1 2', [false, null, 0]],
  ['the new Jenkins was not started', { ...upgrade, started: false }, 'too-full 1 2', [false, null, 0]],
  ['the home is back', { ...upgrade, restored: true }, 'too-full 1 2', [false, null, 0]],
  ['no snapshot was made', { ...upgrade, snapshot: null }, 'too-full 1 2', [false, null, 0]],
])('where %s', async (_what, stored, verdict, wanted) => {
  expect(await told(stored, verdict)).toEqual(wanted);
});

test('nothing is looked at where nothing goes back, or is on its way back already', async () => {
  expect(await told(upgrade, 'too-full 1 2', [], false)).toEqual([false, null, 0]);
  expect(await told(upgrade, 'too-full 1 2', [consent.reuseUnchanged()])).toEqual([false, null, 0]);
});
