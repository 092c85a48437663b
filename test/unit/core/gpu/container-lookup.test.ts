import { expect, test } from 'vitest';
import type { ContainerUse } from '../../../../electron/core/gpu/attribute.ts';
import { createContainerLookup } from '../../../../electron/core/gpu/container-lookup.ts';

const idOf = (number: number): string => number.toString(16).padStart(64, '0');
const use = (id: string, engine: 'host' | 'nested' = 'host'): ContainerUse => ({
  id,
  name: 'c',
  engine,
  sources: [],
  env: {},
  ours: false,
});
const OUTER = idOf(1);
const INNER = idOf(2);

/** Which containers each engine knows; `cgroups`: of the processes, by their ids. */
function lab(
  host: readonly string[],
  nested: readonly string[],
  cgroups: Readonly<Record<number, string | null>>,
  fails = false,
) {
  const asked: string[] = [];
  const find = createContainerLookup({
    proc: {
      born: async () => null,
      cgroup: async (pid) => cgroups[pid] ?? null,
      user: async () => null,
      pids: async () => [],
      environments: async () => [],
    },
    container: async (id, isNested) => {
      asked.push(`${isNested ? 'nested' : 'host'} ${Number.parseInt(id, 16)}`);
      if (fails) throw new Error('unreachable');
      return (isNested ? nested : host).includes(id) ? use(id, isNested ? 'nested' : 'host') : null;
    },
    containerOfProcess: async (pid) => {
      if (fails) throw new Error('unreachable');
      return use(`of ${pid}`);
    },
  });
  return { find, asked };
}
const inOne = `0::/system.slice/docker-${OUTER}.scope`;
const inTwo = `0::/docker/${OUTER}/docker/${INNER}`;

test('a process is in the innermost container that an engine knows, the host’s engine first', async () => {
  const one = lab([OUTER], [], { 7: inOne });
  expect([await one.find(7), one.asked]).toEqual([use(OUTER), ['host 1']]);
  const two = lab([OUTER], [INNER], { 7: inTwo });
  expect([await two.find(7), two.asked]).toEqual([use(INNER, 'nested'), ['host 2', 'nested 2']]);
  const hostIsContainer = lab([INNER], [], { 7: inTwo });
  expect([await hostIsContainer.find(7), hostIsContainer.asked]).toEqual([use(INNER), ['host 2']]);
});

test('a container that no engine knows, or that cannot be asked, is named by its id', async () => {
  const unknown = (id: string, engine: 'host' | 'nested') => ({ ...use(id, engine), name: id.slice(0, 12) });
  const one = lab([], [], { 7: inOne });
  expect([await one.find(7), one.asked]).toEqual([unknown(OUTER, 'host'), ['host 1']]);
  expect(await lab([], [], { 7: inTwo }, true).find(7)).toEqual(unknown(INNER, 'nested'));
});

test('a process outside of containers has none, and of a hidden one the engine is asked', async () => {
  expect(await lab([], [], { 7: '0::/user.slice' }).find(7)).toBeNull();
  expect(await lab([], [], {}).find(7)).toEqual(use('of 7'));
  expect(await lab([], [], {}, true).find(7)).toBeNull();
});

test('what was found is not asked for again, for the last 200 containers', async () => {
  const all = Array.from({ length: 201 }, (_, at) => idOf(at + 1));
  const { find, asked } = lab(all, [], Object.fromEntries(all.map((id, at) => [at, `0::/docker/${id}`])));
  for (let pid = 0; pid < 200; pid += 1) await find(pid);
  await find(0);
  expect(asked).toHaveLength(200);
  await find(200);
  await find(1);
  expect(asked).toHaveLength(201);
  await find(0);
  expect(asked).toHaveLength(202);
});
