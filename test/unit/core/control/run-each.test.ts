import { expect, test } from 'vitest';
import { Progress } from '../../../../electron/core/control/progress.ts';
import { runEach } from '../../../../electron/core/control/run-each.ts';
import { cleanUpOf } from '../../../../electron/core/plan/clean-up.ts';
import type { Step } from '../../../../electron/core/plan/steps.ts';
import { FailureError } from '../../../../electron/shared/failure.ts';
import { jumpingClock } from '../../../doubles/clock.ts';
import { gate } from '../../../doubles/gate.ts';
import { nothingThere, planFor, running } from '../../../doubles/situation.ts';

const ENGINE = 'nvidia-dind-container';
const lineOf = (step: Step): string => `${step.kind} ${'name' in step ? step.name : step.cause.object}`;
const broken = (code: 'engine/error' | 'engine/unreachable') => new FailureError({ code, title: code, detail: '' });

interface Given {
  /** Steps that go on until they are let: `await-ready jenkins-container`. */
  readonly held?: readonly string[];
  readonly fails?: Readonly<Record<string, FailureError>>;
}

/** Begins to carry out these steps; `log`: what began and ended so far. */
function begun(steps: readonly Step[], { held = [], fails = {} }: Given = {}) {
  const log: string[] = [];
  const gates = new Map(held.map((line) => [line, gate()]));
  let answers = (): void => undefined;
  const abort = new AbortController();
  const progress = new Progress('dood', jumpingClock(), () => undefined);
  progress.plan('dood', steps, null);
  const carryOut = async (step: Step, signal: AbortSignal, how: { readonly answers?: () => void } = {}) => {
    const line = lineOf(step);
    log.push(`begin ${line}`);
    answers = how.answers ?? answers;
    const cutOff = new Promise<void>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    await Promise.race([gates.get(line)?.passed, cutOff]);
    const failure = fails[line];
    if (failure !== undefined) throw failure;
    log.push(`end ${line}`);
  };
  const result = runEach(steps, { progress, cleanUp: cleanUpOf(steps, 'dood'), carryOut }, abort.signal).catch(
    (thrown: unknown) => thrown,
  );
  const settled = () => new Promise<void>((resolve) => void setImmediate(resolve));
  return {
    log,
    result,
    abort,
    settled,
    answer: () => answers(),
    /** Lets one go on, or all that is held. */
    async let(line?: string) {
      for (const [key, held] of gates) if (line === undefined || line === key) held.open();
      await settled();
    },
  };
}

const toDood = planFor(running('dind'), 'dood').steps;
const [READY, STOP] = ['await-ready jenkins-dood-container', `stop ${ENGINE}`];
const REMOVALS = ['remove-container jenkins-container', `remove-container ${ENGINE}`];

test('the nested engine stops as soon as the new Jenkins answers, and goes when that is ready', async () => {
  const it = begun(toDood, { held: [READY, STOP] });
  await it.settled();
  expect(it.log.at(-1)).toBe(`begin ${READY}`);
  it.answer();
  it.answer();
  await it.settled();
  expect(it.log.at(-1)).toBe(`begin ${STOP}`);
  await it.let(STOP);
  expect(it.log.at(-1)).toBe(`end ${STOP}`);
  await it.let(READY);
  expect(it.log.slice(-4)).toEqual(
    REMOVALS.flatMap((line) => [`begin ${line}`]).concat(REMOVALS.map((line) => `end ${line}`)),
  );
  expect(await it.result).toEqual({ failed: null, left: [], ended: toDood.length });
  expect(it.log.filter((line) => line === `begin ${STOP}`)).toHaveLength(1);
});

test('a Jenkins that never answered stops nothing; after one that did, the stop is waited for and nothing is removed', async () => {
  const fails = { [READY]: broken('engine/error') };
  const silent = begun(toDood, { fails });
  expect(await silent.result).toMatchObject({ failed: { at: 'await-ready' } });
  expect(silent.log.join()).not.toContain(STOP);
  const it = begun(toDood, { fails, held: [READY, STOP] });
  await it.settled();
  it.answer();
  await it.let(READY);
  expect(await Promise.race([it.result, 'waits'])).toBe('waits');
  await it.let(STOP);
  expect(await it.result).toMatchObject({ failed: { at: 'await-ready' }, left: [] });
  expect(it.log.at(-1)).toBe(`end ${STOP}`);
});

test('a cancel waits for the end of a stop that has begun', async () => {
  const it = begun(toDood, { held: [READY, STOP] });
  await it.settled();
  it.answer();
  it.abort.abort(new Error('given up'));
  await it.settled();
  expect(await Promise.race([it.result, 'waits'])).toBe('waits');
  await it.let(STOP);
  expect(await it.result).toEqual(new Error('given up'));
  expect(it.log.at(-1)).toBe(`end ${STOP}`);
});

test('a stop that fails leaves what follows it, and an engine that went away ends the pass', async () => {
  const failing = async (code: Parameters<typeof broken>[0]) => {
    const it = begun(toDood, { held: [READY], fails: { [STOP]: broken(code) } });
    await it.settled();
    it.answer();
    await it.let();
    return { ...Object(await it.result), log: it.log };
  };
  const left = await failing('engine/error');
  expect(left).toMatchObject({ failed: null, left: [{ step: { kind: 'stop', name: ENGINE } }] });
  expect(left.log.join()).not.toContain(`remove-container ${ENGINE}`);
  expect(await failing('engine/unreachable')).toMatchObject({ failed: { at: 'stop' } });
});

test('a nested engine that was made by hand goes on until Jenkins is ready', async () => {
  const steps = toDood.map(
    (step): Step =>
      step.kind === 'remove-container' && step.name === ENGINE
        ? { kind: 'rename', name: ENGINE, id: step.id, to: 'kept', cause: step.cause }
        : step,
  );
  const it = begun(steps, { held: [READY] });
  await it.settled();
  it.answer();
  await it.settled();
  expect(it.log.at(-1)).toBe(`begin ${READY}`);
  await it.let();
  expect(it.log).toContain(`end rename ${ENGINE}`);
});

const [CREATE, HEALTHY] = ['create-container jenkins-container', `await-healthy ${ENGINE}`];

test('the new Jenkins is created while the nested engine gets well', async () => {
  const { steps } = planFor(nothingThere, 'dind');
  const it = begun(steps, { held: [CREATE, HEALTHY] });
  await it.settled();
  expect(it.log.slice(-2)).toEqual([`begin ${CREATE}`, `begin ${HEALTHY}`]);
  await it.let(CREATE);
  expect(it.log.at(-1)).toBe(`end ${CREATE}`);
  await it.let();
  expect(await it.result).toMatchObject({ failed: null, ended: steps.length });
  expect(it.log.indexOf(`end ${HEALTHY}`)).toBeLessThan(it.log.indexOf('begin start jenkins-container'));
});

test('one that cannot be created ends the wait for the nested engine', async () => {
  const { steps } = planFor(nothingThere, 'dind');
  const it = begun(steps, { held: [HEALTHY], fails: { [CREATE]: broken('engine/error') } });
  const at = steps.findIndex(({ kind }) => kind === 'await-healthy') - 1;
  expect(await it.result).toMatchObject({ failed: { at: 'create-container' }, ended: at });
});
