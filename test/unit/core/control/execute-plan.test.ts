import { expect, test } from 'vitest';
import { executePlan } from '../../../../electron/core/control/execute-plan.ts';
import type { Prepared } from '../../../../electron/core/control/preparation.ts';
import { Progress } from '../../../../electron/core/control/progress.ts';
import type { Facts } from '../../../../electron/core/observe/facts.ts';
import type { Plan } from '../../../../electron/core/plan/inputs.ts';
import type { Step } from '../../../../electron/core/plan/steps.ts';
import { FailureError, ok } from '../../../../electron/shared/failure.ts';
import type { Mode } from '../../../../electron/shared/mode.ts';
import type { Question } from '../../../../electron/shared/preview.ts';
import { jumpingClock } from '../../../doubles/clock.ts';
import { gate } from '../../../doubles/gate.ts';
import {
  container,
  HOME,
  names,
  nothingThere,
  running,
  runningBuild,
  settings,
  stack,
  withPreflight,
} from '../../../doubles/situation.ts';
import { fakeWorld, intentStore, intentWith } from '../../../doubles/world.ts';

const of = (object: string) => ({ object, current: '', desired: '' });
const named = (name: string) => ({ name, id: `id-of-${name}`, cause: of(name) });
const drain: Step = {
  kind: 'drain',
  ...named('old'),
  url: '',
  running: 2,
  agreed: 'any',
  wait: null,
  requeue: false,
  users: null,
};
const stop: Step = { kind: 'stop', ...named('old'), grace: 60 };
const ready: Step = { kind: 'unpause', ...named('new') };
const remove = (name: string): Step => ({ kind: 'remove-container', ...named(name) });
const images = stack('dood').images.map(
  (spec): Step => ({ kind: 'build-image', spec, twin: null, also: [], update: null, cause: of('image') }),
);

interface Given {
  readonly steps: readonly Step[];
  readonly mode?: Mode;
  readonly plan?: Partial<Plan>;
  readonly facts?: Facts;
  readonly before?: Prepared | null;
  /** Calls that fail: `stop id-of-old`. */
  readonly fails?: Readonly<Record<string, FailureError>>;
  /** The log of a Jenkins; by default nothing. */
  readonly log?: Promise<readonly string[]>;
  /** The call during which the request is aborted. */
  readonly abortsAt?: string;
}

/** Carries out these steps; what was called, how it ended, and how it was shown. */
async function carriedOut({ steps, mode = 'dood', plan, facts = nothingThere, before = null, ...given }: Given) {
  const calls: string[] = [];
  const told = [0, 1, 1, 0];
  const abort = new AbortController();
  const call = (verb: string) => async (what: unknown) => {
    const text = `${verb} ${typeof what === 'string' ? what : ''}`.trim();
    calls.push(text);
    if (given.abortsAt === text) abort.abort(new Error('given up'));
    const failure = given.fails?.[text];
    if (failure !== undefined) throw failure;
  };
  const world = fakeWorld({
    home: HOME,
    clock: jumpingClock(),
    intent: intentStore(intentWith({ mode, state: 'pending' }))[0],
    engine: {
      stop: call('stop'),
      unpause: call('unpause'),
      removeContainer: call('remove'),
      buildImage: async (spec, output) => {
        output('#1 FROM jenkins');
        await call('build')(spec);
      },
      // The old Jenkins, with the script of our image, which tells of one build that ends.
      containersNamed: async () => [container('old')],
      exec: async (_name, [, , script = '']) => {
        if (script.includes('rm -f drain')) calls.push('builds again');
        const running = script.includes(': > drain') ? (told.shift() ?? 0) : 0;
        return { exitCode: 0, stdout: JSON.stringify({ version: 1, draining: true, running, builds: [] }), stderr: '' };
      },
      logTail: async () => (await given.log) ?? [],
    },
    host: { stopJenkins: call('stop unit') },
    jenkins: {
      isOpen: async () => true,
      page: async () => ({ kind: 'ready', version: '' }),
      running: async () => ok([]),
    },
  });
  const said = new Set<string>();
  const progress: Progress = new Progress(mode, world.clock, () => {
    const { output, steps } = progress.activity();
    for (const text of [...output, ...steps.map(({ detail }) => detail)]) said.add(text);
  });
  const pass = { world, settings: settings(), version: '1', progress, resumes: false };
  const whole: Plan = { steps, questions: [], blocks: [], notices: [], ...plan };
  const scope = { settings: settings(), names, home: HOME, takenOver: [] };
  const intent = intentWith({ mode, state: 'pending' });
  const result = await executePlan(pass, intent, { facts, plan: whole, scope }, before, abort.signal).catch(
    (thrown: unknown) => thrown,
  );
  const activity = progress.activity();
  const shown = activity.kind === 'working' ? activity.steps.map(({ state }) => state) : [];
  return { result, calls, shown, said, url: progress.summary().url };
}

test('what is noted about a Jenkins that is ready holds up no look at what is there now', async () => {
  const log = gate<readonly string[]>();
  const step: Step = { kind: 'await-ready', name: 'new', url: '', seconds: 9, fresh: null, cause: of('new') };
  const { result } = await carriedOut({ steps: [step], log: log.passed });
  const { noted } = Object(result);
  expect(await Promise.race([noted, 'not yet'])).toBe('not yet');
  log.open([]);
  await noted;
});

const error = (code: 'engine/timeout' | 'engine/error' | 'engine/unreachable' | 'port/in-use', detail = '') =>
  new FailureError({ code, title: code, detail });
const block = error('port/in-use').failure;
const done = { failed: null, left: [], prepared: null };

test('steps run in their order, and are shown as done', async () => {
  expect(await carriedOut({ steps: [drain, stop, ready, remove('old')] })).toMatchObject({
    result: done,
    calls: ['stop id-of-old', 'unpause id-of-new', 'remove id-of-old'],
    shown: ['done', 'done', 'done', 'done'],
  });
});

test('a step that fails ends the pass, and says at which', async () => {
  const fails = { 'unpause id-of-new': error('engine/error', 'no memory') };
  expect(await carriedOut({ steps: [stop, ready, remove('old')], fails })).toMatchObject({
    result: { failed: { failure: { detail: 'no memory' }, at: 'unpause' }, left: [], prepared: null },
    calls: ['stop id-of-old', 'unpause id-of-new'],
    shown: ['done', 'failed', 'waiting'],
  });
});

test('what is blocked does nothing; where only cleaning up is blocked, that is left', async () => {
  const plan = { blocks: [block] };
  expect(await carriedOut({ steps: [stop, ready], plan })).toMatchObject({
    result: { failed: { failure: block, at: null }, left: [] },
    calls: [],
    shown: [],
  });
  const steps = [remove('one'), remove('two')];
  expect(await carriedOut({ steps, plan })).toMatchObject({
    result: { failed: null, left: steps.map((step) => ({ step, failure: block })) },
    calls: [],
  });
});

/** The question about a build of the old Jenkins. */
const question: Question = { id: 'interrupt:id-of-old:train#1', text: 'Stop train #1', detail: '' };
const building = withPreflight(nothingThere, { builds: { ok: true, value: [runningBuild] } });

test('without a consent a first pass asks; a later one says that a build has started', async () => {
  const asks = { steps: [drain, stop], mode: 'off', plan: { questions: [question] }, facts: building } as const;
  expect(await carriedOut(asks)).toMatchObject({ result: { failed: { failure: { code: 'consent/needed' } } } });
  expect(await carriedOut({ ...asks, before: new Map() })).toMatchObject({
    result: { failed: { failure: { code: 'jenkins/busy' } } },
    calls: [],
  });
});

test('a pass ends after long preparations, before what disturbs, and says what was known of builds', async () => {
  expect(await carriedOut({ steps: [...images, drain, stop, ready] })).toMatchObject({
    result: { failed: null, prepared: new Map([['id-of-old', 2]]) },
    calls: ['build'],
    shown: ['done', 'waiting', 'waiting', 'waiting'],
  });
  expect(await carriedOut({ steps: [...images, drain, stop, ready], before: new Map() })).toMatchObject({
    result: done,
    calls: ['build', 'stop id-of-old', 'unpause id-of-new'],
  });
});

test('a nested engine that was waited for before is not waited for again', async () => {
  const healthy: Step = { kind: 'await-healthy', name: 'engine', seconds: 0, cause: of('engine') };
  expect(await carriedOut({ steps: [healthy, ready], before: new Map() })).toMatchObject({
    result: done,
    shown: ['done'],
  });
  expect(await carriedOut({ steps: [healthy, ready] })).toMatchObject({
    result: { failed: { failure: { code: 'dind/unhealthy' }, at: 'await-healthy' } },
    shown: ['failed', 'waiting'],
  });
});

test('an abort ends it between two steps, with its reason', async () => {
  expect(await carriedOut({ steps: [stop, ready], abortsAt: 'stop id-of-old' })).toMatchObject({
    result: new Error('given up'),
    calls: ['stop id-of-old'],
    shown: ['done', 'waiting'],
  });
  const fails = { 'stop id-of-old': error('engine/error') };
  expect(await carriedOut({ steps: [stop, ready], abortsAt: 'stop id-of-old', fails })).toMatchObject({
    result: new Error('given up'),
    shown: ['failed', 'waiting'],
  });
});

test('cleaning up goes on after a failure, except for the same object', async () => {
  const steps = [ready, { kind: 'stop', ...named('one'), grace: 60 } as const, remove('one'), remove('two')];
  const fails = { 'stop id-of-one': error('engine/error', 'busy') };
  expect(await carriedOut({ steps, fails })).toMatchObject({
    result: { failed: null, left: [{ step: steps[1], failure: { detail: 'busy' } }] },
    calls: ['unpause id-of-new', 'stop id-of-one', 'remove id-of-two'],
    shown: ['done', 'failed', 'failed', 'done'],
  });
});

test('an engine that hangs while cleaning up is not asked for more of that, but to stop a Jenkins', async () => {
  const fails = { 'remove id-of-one': error('engine/timeout') };
  const steps = [remove('one'), remove('two'), drain, stop];
  expect(await carriedOut({ steps, mode: 'off', fails })).toMatchObject({
    result: { failed: null, left: [{ step: steps[0] }] },
    calls: ['remove id-of-one', 'stop id-of-old'],
    shown: ['failed', 'failed', 'done', 'done'],
  });
});

test('an engine that goes away while cleaning up ends the pass, to be resumed', async () => {
  const fails = { 'remove id-of-one': error('engine/unreachable') };
  expect(await carriedOut({ steps: [ready, remove('one'), remove('two')], fails })).toMatchObject({
    result: { failed: { failure: { code: 'engine/unreachable' }, at: 'remove-container' } },
    calls: ['unpause id-of-new', 'remove id-of-one'],
  });
});

const unit = { name: 'jenkins.service', unit: 'jenkins.service', enabled: true, pid: 1, user: '', home: HOME, port: 1 };
const stopUnit: Step = { kind: 'stop-host', name: unit.name, jenkins: unit, cause: of(unit.name) };

test('a failure after a unit was stopped says how to bring it back; one of its stop does not', async () => {
  const detail = async (failing: string): Promise<string> => {
    const { result } = await carriedOut({ steps: [stopUnit, ready], fails: { [failing]: error('engine/error') } });
    return typeof result === 'object' && result !== null && 'failed' in result ? JSON.stringify(result.failed) : '';
  };
  expect(await detail('unpause id-of-new')).toContain('jenkins.service was stopped and no longer starts');
  expect(await detail('stop unit')).not.toContain('was stopped');
});

test('the address of the old Jenkins is shown as long as its page answers', async () => {
  const url = async (facts: Facts) => (await carriedOut({ steps: [ready], facts })).url;
  expect(await url(running('dood'))).toBe('http://127.0.0.1:8080');
  expect(await url({ ...running('dood'), page: { kind: 'starting' } })).toBeNull();
  expect(await url({ ...nothingThere, page: { kind: 'ready', version: '' } })).toBeNull();
});

const waits: Step = { ...drain, agreed: [], wait: 0 };

test('what a step waits for, and the lines of an image build, are shown', async () => {
  expect([...(await carriedOut({ steps: [waits, stop] })).said]).toContain('1 more');
  expect([...(await carriedOut({ steps: images })).said]).toContain('#1 FROM jenkins');
});

test('a Jenkins that is drained builds again, unless it stops', async () => {
  const again = async (given: Given) => (await carriedOut(given)).calls.filter((it) => it === 'builds again').length;
  expect(await again({ steps: [waits, stop, ready] })).toBe(0);
  expect(await again({ steps: [waits, ready] })).toBe(1);
  expect(await again({ steps: [waits, remove('old')], abortsAt: 'remove id-of-old' })).toBe(1);
  expect(await again({ steps: [waits, stop], fails: { 'stop id-of-old': error('engine/error') } })).toBe(1);
  const other: Step = { kind: 'stop', ...named('other'), grace: 60 };
  expect(await again({ steps: [waits, other] }), 'another one stops').toBe(1);
  const begun = error('engine/error', 'after its stop');
  expect(await again({ steps: [waits, stop, ready], fails: { 'unpause id-of-new': begun } })).toBe(0);
});
