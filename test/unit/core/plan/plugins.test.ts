import { describe, expect, test } from 'vitest';
import type { Facts } from '../../../../electron/core/observe/facts.ts';
import {
  comparePluginsSteps,
  openPluginQuestions,
  pluginQuestions,
  putBackPluginsSteps,
} from '../../../../electron/core/plan/plugins.ts';
import type { Step } from '../../../../electron/core/plan/steps.ts';
import type { FailingPlugin, PluginLook } from '../../../../electron/core/world/plugins.ts';
import { consent } from '../../../../electron/shared/consents.ts';
import type { Mode } from '../../../../electron/shared/mode.ts';
import {
  built,
  findingsFor,
  goodHome,
  HOME,
  names,
  nothingThere,
  ours,
  running,
  stack,
} from '../../../doubles/situation.ts';

const cause = { object: '', current: '', desired: '' };
const check: Step = {
  ...{ kind: 'check-home', home: HOME, image: 'jenkins', known: null, chown: false, release: null, updated: false },
  cause,
};
const other: Step = { kind: 'start', name: 'x', role: 'jenkins', cause };
const copy: Step = {
  kind: 'copy-home',
  home: HOME,
  formerly: [],
  from: '/srv/other',
  name: 'ci',
  image: 'jenkins',
  cause,
};

const failing = (...all: readonly string[]): readonly FailingPlugin[] =>
  all.map((name) => ({ name, why: `${name} is too old` }));
const upgrade = { name: 'git', from: '1', to: '2' };
const look = (change: Partial<PluginLook> = {}): PluginLook => ({
  ...{ older: [upgrade], failing: failing('flow'), failingAfter: [], lacking: [], isTakenOver: true, keptAs: null },
  ...change,
});
const facts = (change: Partial<Facts> = {}): Facts => ({ ...built(nothingThere), ...change });
const at = (change: Partial<Facts['home']>): Facts => facts({ home: { ...goodHome, ...change } });

describe('plugins are compared', () => {
  const steps = (from: Facts, copies: readonly Step[] = [], consents: readonly string[] = []) =>
    comparePluginsSteps(findingsFor(from, 'dood', { consents }), [other, check], copies);
  test.each<[string, Facts, number]>([
    ['is looked at and not empty', at({}), 1],
    ['is not seen', at({ kind: 'unknown', empty: null, fresh: null }), 1],
    ['is not there', at({ kind: 'missing', empty: null }), 0],
    ['is empty', at({ empty: true }), 0],
    ['is not set up yet', at({ fresh: true }), 0],
  ])('or not, where the home %s', (_what, from, count) => {
    expect(steps(from)).toHaveLength(count);
    // Of a home that is copied, whatever is in ours.
    expect(steps(from, [other, copy])).toMatchObject([{ kind: 'compare-plugins', from: '/srv/other' }]);
  });

  test('with the image that the home is checked for, and with what was decided about plugins alone', () => {
    const decided = [consent.upgradePlugins([upgrade]), consent.withoutPlugins(['a']), consent.anyPlugins()];
    expect(steps(facts({ knownHome: 'id' }), [], ['beside:x', ...decided])).toEqual([
      {
        ...{ kind: 'compare-plugins', home: HOME, from: null, image: 'jenkins', isTakenOver: false, consents: decided },
        cause: { object: `plugins of ${HOME}`, current: 'not compared', desired: 'as the image needs them' },
      },
    ]);
    expect(comparePluginsSteps(findingsFor(facts()), [other], [copy]), 'no check').toEqual([]);
  });

  test.each([
    ['never had', null, null, true],
    ['has', 'id', null, false],
    ['has after a take-over that failed', 'id', look(), true],
    ['has after a change of its own', 'id', look({ isTakenOver: false }), false],
  ])('a home that Jenkins Tray %s is taken over or its own', (_what, knownHome, pluginLook, isTakenOver) => {
    expect(steps(facts({ knownHome, pluginLook }))).toMatchObject([{ isTakenOver }]);
  });

  test.each([consent.reuseUnchanged(), consent.undoChange()])('not on the way back (%s)', (id) => {
    expect(steps(facts(), [copy], ['beside:x', id])).toEqual([]);
  });
});

describe('plugins are put back', () => {
  const begun = look({ keptAs: 'plugins-1' });
  const steps = (mode: Mode, pluginLook: PluginLook | null | undefined, consents: readonly string[], change = {}) =>
    putBackPluginsSteps(findingsFor({ ...facts(change), ...(pluginLook ? { pluginLook } : {}) }, mode, { consents }));
  test.each<[string, Mode, PluginLook | null, readonly string[], number]>([
    ['none is to run', 'off', begun, [], 1],
    ['the Jenkins before comes back', 'dood', begun, ['beside:x', consent.undoChange()], 1],
    ['Jenkins starts', 'dood', begun, ['beside:x'], 0],
    ['nothing was begun', 'off', look(), [], 0],
    ['nothing was looked at', 'off', null, [], 0],
  ])('or not, where %s', (_what, mode, before, consents, count) => {
    expect(steps(mode, before, consents)).toHaveLength(count);
  });

  test.each<[string, Partial<Facts>, number]>([
    ['is ready with them', {}, 0],
    ['is ready, and another one rests', { containers: [...ours('dind', { state: 'exited' }), ...ours('dood')] }, 0],
    ['starts', { page: { kind: 'starting' } }, 1],
    ['has a page that nobody looked at', { page: null }, 1],
    ['has ended, and another program answers', { containers: ours('dood', { state: 'exited' }) }, 1],
    ['is not ours', { containers: ours('dood', { labels: {} }) }, 1],
  ])('where all goes off, unless the Jenkins that %s', (_what, change, count) => {
    expect(steps('off', begun, [], { ...running('dood'), ...change })).toHaveLength(count);
    expect(steps('dood', begun, [consent.undoChange()], { ...running('dood'), ...change }), 'way back').toHaveLength(1);
  });

  test('by an image of ours that is there', () => {
    const image = (name: string) => ({ name, id: name, labels: {} });
    const { dind, dood } = names.images;
    const by = (...all: readonly string[]) => steps('off', begun, [], { images: all.map(image) });
    const why = { object: `plugins of ${HOME}`, current: 'replaced', desired: 'as before' };
    const step = { kind: 'put-back-plugins', home: HOME, keptAs: 'plugins-1', cause: why };
    expect(by('web', dood)).toEqual([{ ...step, image: dood }]);
    expect(by('web', dind)).toEqual([{ ...step, image: dind }]);
    expect(by('web')).toEqual([]);
  });
});

describe('questions about plugins', () => {
  const upgradeId = consent.upgradePlugins([upgrade]);
  const without = (...all: readonly string[]) => consent.withoutPlugins(all);
  test.each<[string, Partial<PluginLook>, readonly string[]]>([
    ['nothing fails', { failing: [] }, []],
    ['an upgrade helps', {}, [upgradeId]],
    ['it helps some', { failing: failing('flow', 'x'), failingAfter: failing('x') }, [upgradeId, without('x')]],
    ['it helps one, and another fails then', { failingAfter: failing('y') }, [upgradeId, without('y')]],
    ['it helps none', { failing: failing('flow'), failingAfter: failing('a', 'flow') }, [without('flow')]],
    ['there is none', { older: [], failingAfter: failing('flow') }, [without('flow')]],
    ['it helps none of a home of ours', { failingAfter: failing('flow'), isTakenOver: false }, []],
    ['it helps some of a home of ours', { failingAfter: failing('y'), isTakenOver: false }, [upgradeId]],
  ])('where %s', (_what, change, ids) => {
    expect(pluginQuestions(HOME, look(change)).map(({ id }) => id)).toEqual(ids);
  });

  test('an upgrade says what it replaces, why, what still fails, what stays, and where the copy is', () => {
    const all = { older: [upgrade, { name: 'ssh', from: '3', to: '4' }], failing: failing('a', 'b', 'c') };
    const [question] = pluginQuestions(HOME, look({ ...all, failingAfter: failing('b', 'c'), isTakenOver: false }));
    expect(question?.text).toBe('Replace 2 plugins of the home with the image’s newer ones: git 1 to 2, ssh 3 to 4');
    const begin = 'As they are, these would not load: a (a is too old); b (b is too old); c (c is too old).';
    expect(question?.detail).toContain(
      `${begin} Even then these would not load: b (b is too old); c (c is too old). First the folder plugins`,
    );
    expect(question?.detail).toContain(`${HOME}/.jenkins-tray/kept`);
    // What fails then in a home that is taken over is a question of its own.
    const detail = (change: Partial<PluginLook>) => pluginQuestions(HOME, look({ ...all, ...change }))[0]?.detail;
    expect(detail({ failingAfter: failing('b') })).toContain(`${begin} First the folder plugins`);
    expect(detail({ isTakenOver: false })).toContain(`${begin} First the folder plugins`);
    expect(detail({ lacking: ['x 1', 'y 2'] })).toContain(
      `${begin} The image does not have these plugins, which stay as they are: x 1, y 2. First`,
    );
  });

  test('a start without some names them with their reasons, and what the image lacks unless that was said', () => {
    const lacking = ['x 1'];
    const none = look({ older: [], failing: failing('a', 'b'), failingAfter: failing('a', 'b'), lacking });
    const last = (one: PluginLook) => pluginQuestions(HOME, one).at(-1);
    expect(last(none)?.text).toBe('Start Jenkins although 2 plugins of the home would not load: a, b');
    const stays = 'The image does not have these plugins, which stay as they are: x 1.';
    expect(last(none)?.detail).toMatch(/^a \(a is too old\); b \(b is too old\)\. Jobs that use them fail\. The image/);
    expect(last(none)?.detail).toContain(stays);
    expect(last({ ...none, lacking: [] })?.detail).toContain('Jobs that use them fail. To load them');
    const helped = { ...none, older: [upgrade], failingAfter: failing('b') };
    expect(last(helped)?.detail).toContain('Jobs that use them fail. To load them');
    // An upgrade that helps none is not offered, so that only this question can say it.
    expect(last({ ...none, older: [upgrade] })?.detail).toContain(stays);
  });

  test('are not open for an image that is built anew, which has other plugins', () => {
    const images = stack('dood').images.map(
      (spec): Step => ({ kind: 'build-image', spec, twin: null, also: [], update: null, cause }),
    );
    const compare = (image: string) => comparePluginsSteps(findingsFor(facts()), [{ ...check, image }], []);
    const open = (image: string) =>
      openPluginQuestions(findingsFor(facts({ pluginLook: look() })), [other, ...images, ...compare(image)]).length;
    expect([open(names.images.dood), open('another')]).toEqual([0, 1]);
  });

  test.each<[string, PluginLook | null, readonly string[], readonly Step['kind'][], number]>([
    ['plugins are compared', look(), [], ['compare-plugins'], 1],
    ['they are compared among other steps', look(), [], ['start', 'compare-plugins'], 1],
    ['they are not compared', look(), [], ['start'], 0],
    ['nothing was looked at', null, [], ['compare-plugins'], 0],
    ['an upgrade has begun', look({ keptAs: 'plugins-1' }), [], ['compare-plugins'], 0],
    ['whatever is asked has consent', look(), [consent.anyPlugins()], ['compare-plugins'], 0],
  ])('are open or not, where %s', (_what, pluginLook, consents, kinds, count) => {
    const compare = comparePluginsSteps(findingsFor(facts()), [check], []);
    const steps = kinds.flatMap((kind) => (kind === 'start' ? [other] : compare));
    const found = findingsFor(facts({ pluginLook }), 'dood', { consents });
    expect(openPluginQuestions(found, steps)).toHaveLength(count);
    expect(openPluginQuestions(findingsFor(facts(), 'dood'), steps), 'no look at all').toEqual([]);
  });
});
