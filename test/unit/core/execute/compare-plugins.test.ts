import { expect, test } from 'vitest';
import { comparePlugins } from '../../../../electron/core/execute/compare-plugins.ts';
import { LIST_PLUGINS } from '../../../../electron/core/execute/plugin-list.ts';
import type { Step } from '../../../../electron/core/plan/steps.ts';
import type { OneShot } from '../../../../electron/core/world/engine.ts';
import type { PluginLook } from '../../../../electron/core/world/plugins.ts';
import { consent } from '../../../../electron/shared/consents.ts';
import { FailureError } from '../../../../electron/shared/failure.ts';
import { testClock } from '../../../doubles/clock.ts';
import { pluginRow } from '../../../doubles/plugin-row.ts';
import { HOME, names, settings } from '../../../doubles/situation.ts';
import { fakeWorld } from '../../../doubles/world.ts';

const cps = pluginRow('home', { name: 'workflow-cps', version: '1', needs: 'scm-api:2' });
const old = [
  cps,
  pluginRow('home', { name: 'scm-api', version: '1' }),
  pluginRow('image', { name: 'scm-api', version: '2' }),
];
const upgrade = consent.upgradePlugins([{ name: 'scm-api', from: '1', to: '2' }]);

interface Given {
  readonly listing?: readonly string[];
  readonly step?: Partial<Step & { kind: 'compare-plugins' }>;
  /** The copy of an upgrade that was interrupted. */
  readonly begun?: string | null;
}

/** Compares; how that ends, what is asked, remembered and said. */
async function compare({ listing = old, step = {}, begun = null }: Given) {
  const runs: OneShot[] = [];
  const said: string[] = [];
  let remembered: PluginLook | null | undefined;
  const before: PluginLook | null =
    begun === null
      ? null
      : { older: [], failing: [], failingAfter: [], lacking: [], isTakenOver: false, keptAs: begun };
  const world = fakeWorld({
    clock: testClock(Date.UTC(2026, 2, 1, 12, 34, 56, 789)),
    homes: {
      pluginLook: () => before,
      rememberPlugins: async (_home, next) => {
        remembered = next;
      },
    },
    engine: {
      runOneShot: async (run) => {
        runs.push(run);
        return { exitCode: 0, stdout: listing.join('\n'), stderr: '' };
      },
    },
  });
  const run = { world, settings: settings(), names, version: '1', output: (line: string) => void said.push(line) };
  const whole: Step & { kind: 'compare-plugins' } = {
    ...{
      kind: 'compare-plugins' as const,
      home: HOME,
      from: null,
      image: 'jenkins-image',
      isTakenOver: false,
      consents: [],
    },
    ...{ cause: { object: '', current: '', desired: '' }, ...step },
  };
  const ended = await comparePlugins(whole, run, new AbortController().signal).then(
    () => 'done',
    (thrown: unknown) => (thrown instanceof FailureError ? thrown.failure.code : thrown),
  );
  return { ended, run: runs[0], said, remembered };
}

test('the home is only read, in the image that is to run on it; of a copy, the one that is copied', async () => {
  expect((await compare({})).run).toMatchObject({
    ...{ image: 'jenkins-image', command: ['sh', '-c', LIST_PLUGINS, 'sh', HOME], user: '0', gpus: false },
    binds: [{ source: HOME, target: HOME, readOnly: true }],
  });
  expect((await compare({ step: { from: '/srv/theirs' } })).run?.binds).toEqual([
    { source: '/srv/theirs', target: HOME, readOnly: true },
  ]);
});

test('a home without plugins needs no decision, and what was found before is forgotten', async () => {
  const image = pluginRow('image', { name: 'scm-api', version: '2' });
  expect(await compare({ listing: [image] })).toMatchObject({ ended: 'done', remembered: null, said: [] });
  expect((await compare({ listing: [image], begun: 'plugins-1' })).remembered).toBeUndefined();
});

test('what would not load needs a decision before anything stops', async () => {
  const { ended, remembered, said } = await compare({});
  expect([ended, remembered?.keptAs, remembered?.older]).toEqual([
    'home/plugins',
    null,
    [{ name: 'scm-api', from: '1', to: '2' }],
  ]);
  expect(said).toEqual([
    'The plugin workflow-cps would not load as it is: it needs scm-api 2 or newer, and 1 is installed',
  ]);
});

test.each([
  ['this upgrade', [upgrade]],
  ['whatever is asked', [consent.anyPlugins()]],
])('with consent to %s, the copy gets the time as its name', async (_what, consents) => {
  expect(await compare({ step: { consents } })).toMatchObject({
    ended: 'done',
    remembered: { keptAs: 'plugins-20260301-123456' },
  });
});

test('one of two consents is not enough', async () => {
  const both = [...old, pluginRow('home', { name: 'own', version: '1', needs: 'gone:1' })];
  const isTakenOver = true;
  expect((await compare({ listing: both, step: { isTakenOver, consents: [upgrade] } })).ended).toBe('home/plugins');
  const all = [upgrade, consent.withoutPlugins(['own'])];
  expect((await compare({ listing: both, step: { isTakenOver, consents: all } })).ended).toBe('done');
});

test('an upgrade that was interrupted keeps the copy of what there was at first', async () => {
  const { remembered } = await compare({ step: { consents: [upgrade] }, begun: 'plugins-1' });
  expect(remembered?.keptAs).toBe('plugins-1');
  const nothing = await compare({ listing: [pluginRow('home', { name: 'own', version: '1' })], begun: 'plugins-1' });
  expect(nothing.remembered?.keptAs, 'nothing more to replace').toBe('plugins-1');
});

test('where all load, nothing is asked or remembered; what the image lacks is said of a home that is taken over', async () => {
  const listing = [pluginRow('home', { name: 'own', version: '1.0' })];
  expect(await compare({ listing })).toMatchObject({ ended: 'done', remembered: null, said: [] });
  expect((await compare({ listing, step: { isTakenOver: true } })).said).toEqual([
    'The image does not have these plugins of the home: own 1.0',
  ]);
  const has = [...listing, pluginRow('image', { name: 'own', version: '1.0' })];
  expect((await compare({ listing: has, step: { isTakenOver: true } })).said).toEqual([]);
});

test('one that would not load in either case is agreed to, and nothing is replaced for it', async () => {
  const listing = [pluginRow('home', { name: 'own', version: '1', needs: 'gone:1' })];
  const step = { isTakenOver: true, consents: [consent.withoutPlugins(['own'])] };
  expect(await compare({ listing, step })).toMatchObject({ ended: 'done', remembered: null });
});
