import { expect, test } from 'vitest';
import { isJenkinsMode, type JenkinsMode, type Mode, otherMode } from '../../../../electron/shared/mode.ts';
import type { Fault } from '../../../doubles/model-engine/faults.ts';
import { Machine } from '../../../doubles/model-engine/machine.ts';
import { names } from '../../../doubles/situation.ts';

/** Any one call goes wrong: the same command looks again and finishes, with never two Jenkins on the home. */

/** More calls than any command makes. */
const MAX_CALLS = 250;

const faults: Readonly<Record<string, Fault>> = {
  'is slow': { kind: 'delay', ms: 10_000 },
  'breaks off before it arrives': { kind: 'break', carriedOut: false },
  'breaks off after it was carried out': { kind: 'break', carriedOut: true },
  'is refused without a known cause': { kind: 'fail', status: 500, text: 'something is wrong with the engine' },
  'is never answered, and not carried out': { kind: 'drop', carriedOut: false },
  'is never answered, though carried out': { kind: 'drop' },
};

interface Route {
  readonly from: JenkinsMode | null;
  readonly to: Mode;
}

const routes: readonly Route[] = [
  { from: 'dood', to: 'dind' },
  { from: 'dind', to: 'dood' },
  { from: 'dind', to: 'off' },
  { from: 'dood', to: 'off' },
  { from: null, to: 'dind' },
  { from: null, to: 'dood' },
];

/** What is wrong after this call had the fault; null: there are fewer calls. */
async function afterFault({ from, to }: Route, nth: number, fault: Fault): Promise<string[] | null> {
  const machine = from === null ? Machine.withNewHome() : await Machine.running(from);
  machine.behaviour = () => ({ readyAfter: 150 });
  let came = false;
  const planned = {
    call: '',
    nth,
    get fault() {
      came = true;
      return fault;
    },
  };
  const result = await machine.process([planned]).controller.fulfil({ mode: to, consents: 'all' });
  if (!came) return null;
  const at = `call ${nth}, ${machine.record.at(-1) ?? 'a look'}`;
  const expected = isJenkinsMode(to) ? [names.jenkins[to]] : [];
  const on = machine.jenkinsOnHome().map(({ name }) => name);
  return [
    ...(result.ok ? [] : [`${result.failure.code} ${result.failure.title}: ${result.failure.detail}`]),
    ...(result.ok && result.value.notices.length > 0 ? [`a notice: ${result.value.notices[0]?.failure.title}`] : []),
    ...(on.join() === expected.join() ? [] : [`on the home: ${on.join()}`]),
    ...(machine.intent.state === 'settled' ? [] : [`the intent is ${machine.intent.state}`]),
    ...(isJenkinsMode(to) ? leftOf(machine, otherMode(to)) : []),
    ...machine.violations,
  ].map((wrong) => `${at}: ${wrong}`);
}

const leftOf = (machine: Machine, mode: JenkinsMode): string[] =>
  machine.containers().filter((line) => line.startsWith(`${names.jenkins[mode]} `));

for (const route of routes)
  test.each(Object.entries(faults))(
    `any one call from ${route.from ?? 'nothing'} to ${route.to} %s, and it ends well`,
    async (_what, fault) => {
      const wrong: string[] = [];
      let calls = 0;
      for (let nth = 1; nth < MAX_CALLS; nth += 1) {
        const found = await afterFault(route, nth, fault);
        if (found === null) break;
        calls = nth;
        wrong.push(...found);
      }
      expect(wrong).toEqual([]);
      expect(calls).toBeGreaterThan(10);
    },
  );
