import { expect, test } from 'vitest';
import {
  completeCutOff,
  completeUpgrade,
  putBackAfterGivingUp,
  withKeptPlugins,
} from '../../../../electron/core/control/plugin-upgrade.ts';
import type { Execution } from '../../../../electron/core/execute/execution.ts';
import type { Facts } from '../../../../electron/core/observe/facts.ts';
import type { PluginLook } from '../../../../electron/core/world/plugins.ts';
import type { World } from '../../../../electron/core/world/world.ts';
import { pluginsNotLoaded } from '../../../../electron/shared/failures/jenkins-plugins.ts';
import type { Mode } from '../../../../electron/shared/mode.ts';
import { names, nothingThere, ours, running, settings } from '../../../doubles/situation.ts';
import { fakeWorld } from '../../../doubles/world.ts';

const HOME = '/srv/home';
const look: PluginLook = {
  older: [{ name: 'git', from: '1', to: '2' }],
  ...{ failing: [], failingAfter: [], lacking: [], isTakenOver: false, keptAs: 'plugins-1' },
};
const KEPT = `${HOME}/.jenkins-tray/kept/plugins-1`;

/** A world whose home was looked at like that; what is done in it. */
function lab(found: PluginLook | null, exits = 0, verdict = 'put-back') {
  const calls: string[] = [];
  const world: World = fakeWorld({
    home: HOME,
    homes: {
      pluginLook: () => found,
      rememberPlugins: async (_home, next) =>
        void calls.push(`remember ${next === null ? 'nothing' : `plugins kept as ${next.keptAs}`}`),
    },
    host: { realPath: async (path) => path, jenkins: async () => [] },
    engine: {
      runningContainers: async () => [],
      exec: async (container, command) => {
        calls.push(`${container}: ${command.join(' ')}`);
        return { exitCode: exits, stdout: '', stderr: exits === 0 ? '' : 'read-only' };
      },
      runOneShot: async ({ image }) => {
        calls.push(`put back in ${image}`);
        return { exitCode: 0, stdout: `${verdict}\n`, stderr: '' };
      },
    },
  });
  return { world, calls };
}
const signal = new AbortController().signal;
const removed = `jenkins: rm -f ${HOME}/.jenkins-tray/upgrade-plugins`;

test('once Jenkins is ready, its next start replaces nothing, and the user hears where the former plugins are', async () => {
  const { world, calls } = lab(look);
  expect(await completeUpgrade(world, 'jenkins', null, signal)).toMatchObject({
    code: 'jenkins/plugins-upgraded',
    detail: expect.stringContaining(KEPT),
  });
  expect(calls).toEqual([removed, 'remember nothing']);
  const failed = pluginsNotLoaded(['git']);
  expect(await completeUpgrade(lab(look).world, 'jenkins', failed, signal)).toMatchObject({
    code: 'jenkins/plugins-failed',
    detail: expect.stringMatching(new RegExp(`^git\n.*${KEPT}`)),
  });
});

test.each([
  ['nothing was looked at', null],
  ['nothing was to be replaced', { ...look, keptAs: null }],
])('where %s, nothing is done', async (_what, found) => {
  const { world, calls } = lab(found);
  const failed = pluginsNotLoaded(['git']);
  expect(await completeUpgrade(world, 'jenkins', failed, signal)).toBe(failed);
  expect(withKeptPlugins(failed, 'start', world)).toBe(failed);
  expect(await putBackAfterGivingUp({ mode: 'dood' }, failed, runOf(world), signal)).toBe(failed);
  expect(calls).toEqual([]);
});

test('a request for an upgrade that cannot be taken back is told: each start would replace plugins again', async () => {
  const { world, calls } = lab(look, 1);
  await expect(completeUpgrade(world, 'jenkins', null, signal)).rejects.toMatchObject({
    failure: { code: 'home/not-writable', detail: 'read-only' },
  });
  expect(calls).toEqual([removed]);
});

test.each([
  ['start', true],
  ['await-ready', true],
  ['create-container', false],
] as const)('a failure at %s says where the former plugins are: %s', (at, says) => {
  const { detail } = withKeptPlugins(pluginsNotLoaded(['git']), at, lab(look).world);
  expect(detail.includes(KEPT)).toBe(says);
});

const runOf = (world: World): Execution => ({
  world,
  settings: settings(),
  names,
  version: '1',
  output: () => undefined,
});
const failure = { code: 'jenkins/exited', title: 'It ended', detail: 'Exit code 1.' } as const;
const givenUp = async (mode: Mode, verdict?: string) => {
  const { world, calls } = lab(look, 0, verdict);
  const { detail } = await putBackAfterGivingUp({ mode }, failure, runOf(world), signal);
  return { detail, calls };
};

test('where no Jenkins is left to go back to, the plugins are put back; that they cannot be is told, too', async () => {
  expect(await givenUp('dood')).toEqual({
    detail: 'Exit code 1.',
    // The next request asks about them again.
    calls: ['put back in jenkins-dood-image', 'remember plugins kept as null'],
  });
  expect(await givenUp('off')).toEqual({ detail: 'Exit code 1.', calls: [] });
  const broken = await givenUp('dind', 'no space left');
  expect(broken.detail).toMatch(/^Exit code 1\. .*no space left/);
  expect(broken.calls).toEqual(['put back in jenkins-image']);
});

const cutOff = async (facts: Facts, found: PluginLook | null = look) => {
  const { world, calls } = lab(found);
  const scope = { settings: settings(), names, home: HOME };
  return { ended: await completeCutOff(world, { facts, scope }, signal), calls };
};
const other = { ...nothingThere, page: { kind: 'ready', version: '1' } } as const;

test.each(['dood', 'dind'] as const)('an upgrade that was cut off is completed once our %s is ready', async (mode) => {
  const name = names.jenkins[mode];
  const request = `${name}: rm -f ${HOME}/.jenkins-tray/upgrade-plugins`;
  expect(await cutOff(running(mode))).toEqual({ ended: true, calls: [request, 'remember nothing'] });
});

test.each<[string, Facts, PluginLook | null]>([
  ['nothing was looked at', running('dood'), null],
  ['nothing was to be replaced', running('dood'), { ...look, keptAs: null }],
  ['Jenkins starts', { ...running('dood'), page: { kind: 'starting' } }, look],
  ['nobody looked whether it is ready', { ...running('dood'), page: null }, look],
  ['no Jenkins runs, and another program answers', other, look],
  ['it has ended', { ...running('dood'), containers: ours('dood', { state: 'exited' }) }, look],
  ['a hand-made one runs', { ...other, containers: ours('dood', { labels: {} }) }, look],
  [
    'a hand-made one runs, and ours rests',
    { ...other, containers: [...ours('dood', { labels: {} }), ...ours('dind', { state: 'exited' })] },
    look,
  ],
])('it is not where %s', async (_what, facts, found) => {
  expect(await cutOff(facts, found)).toEqual({ ended: false, calls: [] });
});
