import { expect, test } from 'vitest';
import { type JenkinsMode, type Mode, otherMode } from '../../../../electron/shared/mode.ts';
import type { PlannedFault } from '../../../doubles/model-engine/faults.ts';
import { Machine, until } from '../../../doubles/model-engine/machine.ts';
import { names } from '../../../doubles/situation.ts';

/** A process of the product that ends between any two calls of a toggle, and a new one that finds what it left. */

/** More calls than any toggle makes. */
const MAX_CALLS = 200;
const foreign = ['of-somebody-else', 'reader-of-the-home'];

/** A machine in the other mode, with somebody else's containers; Jenkins is quick, so that a toggle takes few calls. */
async function machineBefore(mode: JenkinsMode): Promise<Machine> {
  const machine = await Machine.running(otherMode(mode));
  machine.behaviour = () => ({ readyAfter: 150 });
  const { engine } = machine;
  engine.build('some-image', {});
  const { network } = names;
  engine.create({ name: 'of-somebody-else', image: 'some-image', command: ['sleep', '100000'], network });
  engine.create({ name: 'reader-of-the-home', image: 'some-image', command: ['true'], policy: 'no' });
  engine.start('of-somebody-else');
  return machine;
}

const jenkinsIn = (mode: Mode): string => (mode === 'off' ? '' : names.jenkins[mode]);

const strangers = (machine: Machine): string =>
  JSON.stringify(machine.engine.containers.filter(({ name }) => foreign.includes(name)));

/** What is wrong after a crash at this call and a second process; null: the crash never came, as there are fewer calls. */
async function afterCrash(mode: JenkinsMode, fault: PlannedFault, resumes: 'watch' | 'up'): Promise<string[] | null> {
  const machine = await machineBefore(mode);
  const before = strangers(machine);
  const first = machine.process([fault]);
  const ended = await Promise.race([first.crashed, first.controller.fulfil({ mode, consents: [] })]);
  if (ended !== 'crashed') return null;
  // A crash before the intent was stored is one without an intent: only another `up` asks for the mode again.
  const wanted = resumes === 'up' ? mode : machine.intent.mode;
  const left = machine.record.at(-1) ?? '';
  const { controller } = machine.process();
  if (resumes === 'watch') {
    controller.watch();
    await until(() => machine.intent.state !== 'pending' && controller.snapshot().activity.kind === 'idle', left);
  } else await controller.fulfil({ mode, consents: [] });
  const { jenkins } = await controller.refresh();
  await controller.close();
  const on = machine.jenkinsOnHome().map(({ name }) => name);
  return [
    ...(jenkins.kind === 'running' && jenkins.mode === wanted ? [] : [`ended ${JSON.stringify(jenkins)}`]),
    ...(machine.intent.state === 'settled' ? [] : [`intent ${JSON.stringify(machine.intent)}`]),
    ...(on.length === 1 && on[0] === jenkinsIn(wanted) ? [] : [`on the home: ${on.join()}`]),
    ...(strangers(machine) === before ? [] : ['somebody else’s containers were touched']),
    ...machine.violations,
  ].map((wrong) => `${left} (call ${fault.nth}): ${wrong}`);
}

for (const mode of ['dind', 'dood'] as const)
  for (const carriedOut of [false, true])
    for (const resumes of ['up', 'watch'] as const)
      test(`a crash ${carriedOut ? 'after' : 'before'} any call on the way to ${mode} is repaired by the next ${resumes}`, async () => {
        const wrong: string[] = [];
        let calls = 0;
        for (let nth = 1; nth < MAX_CALLS; nth += 1) {
          const found = await afterCrash(mode, { call: '', nth, fault: { kind: 'crash', carriedOut } }, resumes);
          if (found === null) break;
          calls = nth;
          wrong.push(...found);
        }
        expect(wrong).toEqual([]);
        expect(calls).toBeGreaterThan(15);
        expect(calls).toBeLessThan(MAX_CALLS - 1);
      });
