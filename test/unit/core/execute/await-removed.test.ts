import { expect, test } from 'vitest';
import { awaitRemoved } from '../../../../electron/core/execute/await-removed.ts';
import type { ContainerFact } from '../../../../electron/core/world/engine.ts';
import { FailureError } from '../../../../electron/shared/failure.ts';
import { jumpingClock } from '../../../doubles/clock.ts';
import { container, names, settings } from '../../../doubles/situation.ts';
import { fakeWorld } from '../../../doubles/world.ts';

/** Waits for a removal; `found`: what the engine lists at each look, the last for ever. */
async function wait(...found: readonly Partial<ContainerFact>[][]) {
  const clock = jumpingClock();
  let looks = 0;
  const asked = new Set<string>();
  const engine = {
    async containersNamed(wanted: readonly string[]) {
      looks += 1;
      for (const name of wanted) asked.add(name);
      return (found[Math.min(looks, found.length) - 1] ?? []).map((change) => container('jenkins', change));
    },
  };
  const run = {
    world: fakeWorld({ clock, engine }),
    settings: settings(),
    names,
    version: '1',
    output: () => undefined,
  };
  const step = {
    kind: 'await-removed',
    name: 'jenkins',
    id: 'old',
    cause: { object: 'jenkins', current: '', desired: '' },
  } as const;
  const result = await awaitRemoved(step, run, new AbortController().signal).catch((thrown: unknown) => thrown);
  return { result, looks, seconds: clock.now() / 1000, asked: [...asked] };
}
const removing = { id: 'old', state: 'removing' } as const;

test('a container that is removed meanwhile is waited for', async () => {
  expect(await wait([removing], [removing], [])).toEqual({
    result: undefined,
    looks: 3,
    seconds: 0.5,
    asked: ['jenkins'],
  });
});

test('another container of that name is not waited for, nor one whose removal the engine gave up', async () => {
  expect(await wait([{ id: 'new', state: 'removing' }])).toMatchObject({ result: undefined, looks: 1 });
  expect(await wait([removing], [{ id: 'old', state: 'dead' }])).toMatchObject({ result: undefined, looks: 2 });
  expect(await wait([{ id: 'new', state: 'running' }, removing], [])).toMatchObject({ result: undefined, looks: 2 });
});

test('a removal that takes a minute is told', async () => {
  const { result, seconds } = await wait([removing]);
  expect(seconds).toBe(60);
  expect(result).toBeInstanceOf(FailureError);
  expect(result instanceof FailureError && result.failure).toMatchObject({ code: 'engine/error' });
  expect(result instanceof FailureError && JSON.stringify(result.failure)).toContain('60 s');
});
