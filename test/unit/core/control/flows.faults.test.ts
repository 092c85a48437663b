import { expect, test } from 'vitest';
import { type JenkinsMode, otherMode } from '../../../../electron/shared/mode.ts';
import type { Fault } from '../../../doubles/model-engine/faults.ts';
import { Machine } from '../../../doubles/model-engine/machine.ts';
import { names } from '../../../doubles/situation.ts';

/** Any one call of a toggle goes wrong: never two Jenkins, always one, and the next `up` reaches what was asked for. */

/** More calls than any toggle makes. */
const MAX_CALLS = 200;

const faults: Readonly<Record<string, Fault>> = {
  'is slow': { kind: 'delay', ms: 20_000 },
  'breaks off before it arrives': { kind: 'break', carriedOut: false },
  'breaks off after it was carried out': { kind: 'break', carriedOut: true },
  'is refused': { kind: 'fail', status: 500, text: 'something is wrong with the engine' },
  'is never answered': { kind: 'drop' },
};

/** What is wrong after this call had the fault; null: there are fewer calls. */
async function afterFault(mode: JenkinsMode, nth: number, fault: Fault): Promise<string[] | null> {
  const machine = await Machine.running(otherMode(mode));
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
  const first = machine.process([planned]);
  const result = await first.controller.fulfil({ mode, consents: [] });
  if (!came) return null;
  const at = `call ${nth}, ${machine.record.at(-1) ?? 'a look'}`;
  const between = machine.jenkinsOnHome().map(({ name }) => name);
  const next = await machine.process().controller.fulfil({ mode, consents: [] });
  const on = machine.jenkinsOnHome().map(({ name }) => name);
  return [
    ...(result.ok || result.failure.detail !== '' ? [] : ['no reason given']),
    ...(!result.ok || between.join() === names.jenkins[mode] ? [] : [`ok, and on the home: ${between.join()}`]),
    ...(next.ok ? [] : [`next: ${next.failure.code} ${next.failure.title}`]),
    ...(on.join() === names.jenkins[mode] ? [] : [`on the home: ${on.join()}`]),
    ...machine.violations,
  ].map((wrong) => `${at}: ${wrong}`);
}

for (const mode of ['dind', 'dood'] as const)
  test.each(Object.entries(faults))(`any call on the way to ${mode} %s`, async (_what, fault) => {
    const wrong: string[] = [];
    let calls = 0;
    for (let nth = 1; nth < MAX_CALLS; nth += 1) {
      const found = await afterFault(mode, nth, fault);
      if (found === null) break;
      calls = nth;
      wrong.push(...found);
    }
    expect(wrong).toEqual([]);
    expect(calls).toBeGreaterThan(15);
  });
