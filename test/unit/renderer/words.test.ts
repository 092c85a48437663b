import { describe, expect, test } from 'vitest';
import { stepLine } from '../../../electron/core/plan/steps.ts';
import { stateWords } from '../../../electron/shared/state-words.ts';
import { stepWords } from '../../../electron/shared/step-words.ts';
import { progressOf } from '../../../renderer/builds/progress.ts';
import { outcomeOf, standing } from '../../../renderer/first-start/outcome.ts';
import { canBegin } from '../../../renderer/overview/can-begin.ts';
import { elapsedOf } from '../../../renderer/overview/elapsed.ts';
import { actWords, modeInUse } from '../../../renderer/overview/switch-words.ts';
import { strings } from '../../../renderer/strings.ts';
import { nothingThere, planFor, running, settings } from '../../doubles/situation.ts';
import { engineGone, exited, idle, portTaken, situations, steps, toDind, working } from '../../lab/situations.ts';

test('every state has its sign and its sentence', () => {
  const table = Object.entries(situations).map(([name, snapshot]) => {
    const { sign, title } = stateWords(snapshot);
    return `${name.padEnd(12)} ${sign.padEnd(10)} ${title}`;
  });
  expect(table.join('\n')).toMatchInlineSnapshot(`
    "running      dood       Jenkins is running in DooD
    dind         dind       Jenkins is running in DinD
    off          off        Jenkins is off
    working      working    Moving Jenkins from DooD to DinD
    restarting   working    Jenkins is starting in DooD
    drifted      attention  Jenkins in DooD is not as you asked for
    failed       failed     Jenkins ended while it started
    unreachable  failed     The Docker engine cannot be used
    notices      dood       Jenkins is running in DooD"
  `);
});

describe('a plan in words', () => {
  test('every step of real plans has a verb', () => {
    const published = { from: { settings: settings({ nested: { ...settings().nested, publishPort: 2376 } }) } };
    const context = { name: 'jenkins-dind', host: 'tcp://127.0.0.1:2376', instance: 'default' };
    const plans = [
      planFor(nothingThere, 'dind', published),
      planFor(running('dood'), 'dind'),
      planFor({ ...running('dind', published.from), context }, 'off', published),
    ];
    const lines = plans.flatMap(({ steps }) => steps.map(stepLine));
    expect(lines.length).toBeGreaterThan(20);
    expect(lines.filter((line) => stepWords(line).verb === '')).toEqual([]);
  });
  test('a home with spaces and umlauts stays whole', () => {
    const home = '/srv/Jörgs Jenkins/home';
    const cause = { object: home, current: '', desired: '' };
    const step = stepLine({ kind: 'check-home', home, image: 'jenkins-image', chown: false, cause });
    expect(stepWords(step)).toEqual({
      verb: 'Check home',
      object: '/srv/Jörgs Jenkins/home',
      detail: 'writable as uid 1000',
    });
  });
});

describe('a switch can be begun', () => {
  test('only when every question is agreed to', () => {
    expect(canBegin(toDind, new Set())).toBe(false);
    expect(canBegin(toDind, new Set(['interrupt:4711']))).toBe(true);
    expect(canBegin(toDind, new Set(['interrupt:9999']))).toBe(false);
  });
  test('never past a block, and not where nothing is to do', () => {
    expect(canBegin({ ...toDind, questions: [], blocks: [portTaken] }, new Set())).toBe(false);
    expect(canBegin({ ...toDind, questions: [], steps: [] }, new Set())).toBe(false);
  });
});

describe('a switch is called by what it does', () => {
  test('by the mode that Jenkins runs in', () => {
    expect(actWords('dood', 'dind')).toBe('Switch to DinD');
    expect(actWords('dind', 'dind')).toBe('Renew Jenkins in DinD');
    expect(actWords('off', 'dood')).toBe('Start Jenkins in DooD');
    expect(actWords('dood', 'off')).toBe('Stop Jenkins');
    expect(actWords('off', 'off')).toBe('Stop Jenkins');
  });
  test('before the preview is there, by what the snapshot tells', () => {
    const inUse = Object.entries(situations).map(([name, { jenkins }]) => [name, modeInUse(jenkins)]);
    expect(Object.fromEntries(inUse)).toEqual({
      running: 'dood',
      dind: 'dind',
      off: 'off',
      working: null,
      restarting: 'dood',
      drifted: 'off',
      failed: 'off',
      unreachable: null,
      notices: 'dood',
    });
  });
});

test('the running step has what is left of the run’s time', () => {
  if (working.activity.kind !== 'working') throw new Error('not working');
  const { startedAt } = working.activity;
  expect(elapsedOf(working.activity, startedAt + 9000)).toBe(9000 - (1200 + 2400 + 3600));
  expect(elapsedOf(working.activity, startedAt)).toBe(0);
});

test('progress is told against the estimate, and not past it', () => {
  const build = { job: 'a', number: 1, url: '', result: 'running', startedAt: 0, duration: 0 } as const;
  expect(progressOf({ ...build, estimated: 120_000 }, 30_000)).toEqual({ share: 0.25, text: '30 s of about 2 min' });
  expect(progressOf({ ...build, estimated: 20_000 }, 30_000)).toEqual({
    share: null,
    text: '30 s, longer than the expected 20 s',
  });
  expect(progressOf({ ...build, estimated: null }, 30_000).share).toBeNull();
});

describe('the first start', () => {
  const off = { ...idle, jenkins: { kind: 'stopped' } as const };
  const before = standing(off);
  test('waits for the run to be seen before it believes a state', () => {
    expect(outcomeOf(off, before, false).kind).toBe('going');
    expect(outcomeOf(working, before, true).kind).toBe('going');
  });
  test('ends with Jenkins, with its failure, or where it began', () => {
    expect(outcomeOf(idle, before, true)).toEqual({ kind: 'up' });
    const given = { ...off, notices: [{ id: 'given-up-2', failure: exited }] };
    expect(outcomeOf(given, before, true)).toEqual({ kind: 'failed', failure: exited });
    expect(outcomeOf(off, before, true)).toEqual({ kind: 'back' });
  });
  test('says so when the engine goes away, and can be asked for again when it is back', () => {
    const { unreachable, drifted } = situations;
    expect(outcomeOf(unreachable ?? idle, before, true)).toEqual({ kind: 'failed', failure: engineGone });
    expect(outcomeOf(drifted ?? idle, before, true)).toEqual({ kind: 'back' });
  });
  test('does not take an older notice for its own', () => {
    const given = { ...off, notices: [{ id: 'given-up-2', failure: exited }] };
    expect(outcomeOf(given, standing(given), true)).toEqual({ kind: 'back' });
  });
});

test('no text is empty, and no two modes are told the same', () => {
  for (const { name, dind, dood } of strings.compare.topics) {
    expect(dind[1], name).not.toBe(dood[1]);
    expect(dind[1].length, name).toBeLessThan(90);
  }
  expect(steps.map(stepWords).every(({ object }) => object !== '')).toBe(true);
});
