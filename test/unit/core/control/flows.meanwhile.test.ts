import { expect, test } from 'vitest';
import type { Controller } from '../../../../electron/core/control/controller.ts';
import { type JenkinsMode, otherMode } from '../../../../electron/shared/mode.ts';
import { Machine } from '../../../doubles/model-engine/machine.ts';
import { names } from '../../../doubles/situation.ts';

/** Something else happens at any one call of a toggle: a cancel, another process, a restart of the engine. */

/** More calls than any toggle makes. */
const MAX_CALLS = 200;

interface Moment {
  readonly machine: Machine;
  readonly controller: Controller;
}

/** Switches to `mode` once for each of its calls, at which `meanwhile` happens; returns all that `check` finds wrong. */
async function atEachCall<T>(
  mode: JenkinsMode,
  meanwhile: (moment: Moment) => T,
  check: (moment: Moment, result: Awaited<ReturnType<Controller['fulfil']>>, came: Awaited<T>) => Promise<string[]>,
): Promise<string[]> {
  const wrong: string[] = [];
  for (let nth = 1; nth < MAX_CALLS; nth += 1) {
    const machine = await Machine.running(otherMode(mode));
    machine.behaviour = () => ({ readyAfter: 150 });
    const came: { readonly what: T }[] = [];
    const run = (): void => void came.push({ what: meanwhile({ machine, controller }) });
    const { controller } = machine.process([{ call: '', nth, fault: { kind: 'meanwhile', run } }]);
    const result = await controller.fulfil({ mode, consents: [] });
    const [first] = came;
    if (first === undefined) {
      expect(nth, 'calls of a toggle').toBeGreaterThan(15);
      return wrong;
    }
    const at = `call ${nth} (${machine.record.at(-1) ?? 'a look'})`;
    const found = await check({ machine, controller }, result, await first.what);
    wrong.push(...[...found, ...machine.violations].map((what) => `${at}: ${what}`));
  }
  throw new Error('A toggle makes more calls than that.');
}

const onHome = (machine: Machine): string =>
  machine
    .jenkinsOnHome()
    .map(({ name }) => name)
    .join();
const both = ['dind', 'dood'] as const;

test.each(both)('a cancel at any call on the way to %s ends in one of the two modes, settled', async (mode) => {
  const wrong = await atEachCall(
    mode,
    ({ controller }) => controller.cancel(),
    async ({ machine, controller }, _result, cancelled) => {
      const { jenkins } = await controller.refresh();
      const { mode: wanted, state } = machine.intent;
      const runs = jenkins.kind === 'running' && jenkins.mode === wanted;
      return [
        ...(cancelled.ok ? [] : [`cancel: ${cancelled.failure.code} ${cancelled.failure.title}`]),
        ...(runs ? [] : [`ended ${JSON.stringify(jenkins)}, wanted ${wanted}`]),
        ...(state === 'settled' ? [] : [`intent ${state}`]),
        ...(wanted !== 'off' && onHome(machine) === names.jenkins[wanted] ? [] : [`on the home: ${onHome(machine)}`]),
      ];
    },
  );
  expect(wrong).toEqual([]);
});

test.each(both)(
  'another process at any call on the way to %s is told who is working, and disturbs nothing',
  async (mode) => {
    const wrong = await atEachCall(
      mode,
      ({ machine }) => machine.process().controller.fulfil({ mode: otherMode(mode), consents: 'all' }),
      async ({ machine }, result, other) => [
        ...(result.ok ? [] : [`first: ${result.failure.code}`]),
        ...(!other.ok && other.failure.code === 'lock/held' ? [] : ['the other one was not refused']),
        ...(onHome(machine) === names.jenkins[mode] ? [] : [`on the home: ${onHome(machine)}`]),
      ],
    );
    expect(wrong).toEqual([]);
  },
);

test.each(both)('after an engine restart at any call on the way to %s the next up reaches it', async (mode) => {
  const wrong = await atEachCall(
    mode,
    ({ machine }) => machine.engine.restartEngine(() => undefined),
    async ({ machine }) => {
      // While Jenkins starts, nobody knows its builds, and a switch asks first.
      machine.clock.advance(30_000);
      const next = await machine.process().controller.fulfil({ mode, consents: [] });
      return [
        ...(next.ok ? [] : [`next: ${next.failure.code} ${next.failure.title}`]),
        ...(onHome(machine) === names.jenkins[mode] ? [] : [`on the home: ${onHome(machine)}`]),
      ];
    },
  );
  expect(wrong).toEqual([]);
});
