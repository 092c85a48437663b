import { expect, test } from 'vitest';
import { consent } from '../../../../electron/shared/consents.ts';
import { DrainScript } from '../../../doubles/model-engine/drain-script.ts';
import { Machine, until } from '../../../doubles/model-engine/machine.ts';
import { names } from '../../../doubles/situation.ts';

/** A process that is killed between any two calls of a switch that drains, and a new one that finds what it left. */

/** More calls than any such switch makes. */
const MAX_CALLS = 200;
const MINUTE = 60_000;
const BUILD = { job: 'train', number: 7 };

/** What is asked for about the build, after how many minutes it ends by itself, and whether it may be aborted. */
const WAYS = {
  'waits for builds': { given: [consent.whenIdle(0)], minutes: 0.3, mayAbort: false },
  'waits for a minute': { given: [consent.whenIdle(1), consent.requeue()], minutes: 5, mayAbort: true },
  'aborts at once': { given: [consent.requeue()], minutes: 5, mayAbort: true },
} as const;
type Way = keyof typeof WAYS;
type After = 'next start' | 'change of mind';

interface Crash {
  readonly way: Way;
  readonly after: After;
  readonly nth: number;
  readonly carriedOut: boolean;
}

/** What is wrong after a crash at this call and a second process; null: there are fewer calls. */
async function afterCrash({ way, after, nth, carriedOut }: Crash): Promise<string[] | null> {
  const { given, minutes, mayAbort } = WAYS[way];
  const machine = await Machine.running('dood');
  machine.behaviour = () => ({ readyAfter: 150 });
  const script = new DrainScript();
  const endsAt = machine.clock.now() + minutes * MINUTE;
  script.builds = [{ ...BUILD, endsAt }];
  machine.script = script;
  let stoppedAt: number | null = null;
  machine.engine.onEvent((name, action) => {
    if (name === names.jenkins.dood && action === 'kill') stoppedAt ??= machine.clock.now();
  });
  const consents = mayAbort ? [consent.interrupt(machine.engine.container(names.jenkins.dood).id, [BUILD])] : [];
  const first = machine.process([{ call: '', nth, fault: { kind: 'crash', carriedOut } }]);
  const began = first.controller.fulfil({ mode: 'dind', consents, given: [...given] });
  if ((await Promise.race([first.crashed, began])) !== 'crashed') return null;

  const left = machine.record.at(-1) ?? '';
  const wanted = after === 'change of mind' ? 'dood' : machine.intent.mode;
  const goesOn = wanted === 'dood' && stoppedAt === null;
  const jenkins = await resumed(machine, after);
  // Whoever changes their mind does not wait for the end of the drain.
  if (after === 'next start') machine.clock.advance(MINUTE);
  const isEarly = !mayAbort && (stoppedAt ?? endsAt) < endsAt;
  return [
    jenkins === `running ${wanted}` ? '' : `ended ${jenkins}`,
    machine.intent.state === 'settled' ? '' : `intent ${JSON.stringify(machine.intent)}`,
    machine.jenkinsOnHome().length === 1 ? '' : 'not one Jenkins on the home',
    script.aborted.length <= Number(mayAbort) ? '' : `aborted ${script.aborted.join()}`,
    isEarly ? 'stopped while a build ran' : '',
    // Who goes on with the old Jenkins must be able to build.
    ...(goesOn ? buildsOn(stoppedAt, script.letsBuild(machine.clock.now())) : []),
    ...machine.violations,
  ]
    .filter((wrong) => wrong !== '')
    .map((wrong) => `${left} (call ${nth}): ${wrong}`);
}

const buildsOn = (stoppedAt: number | null, builds: boolean): readonly string[] => [
  stoppedAt === null ? '' : 'the old Jenkins was stopped',
  builds ? '' : 'the old Jenkins builds no more',
];

/** What a second process makes of it. */
async function resumed(machine: Machine, after: After): Promise<string> {
  const { controller } = machine.process();
  if (after === 'change of mind') await controller.fulfil({ mode: 'dood', consents: 'all' });
  else {
    controller.watch();
    await until(() => machine.intent.state !== 'pending' && controller.snapshot().activity.kind === 'idle', 'the rest');
  }
  const { jenkins } = await controller.refresh();
  await controller.close();
  return jenkins.kind === 'running' ? `running ${jenkins.mode}` : JSON.stringify(jenkins);
}

const ways: readonly Way[] = ['waits for builds', 'waits for a minute', 'aborts at once'];
for (const way of ways)
  for (const after of ['next start', 'change of mind'] as const)
    for (const carriedOut of [false, true])
      test(`a switch that ${way} and is killed ${carriedOut ? 'after' : 'before'} any call is made good by the ${after}`, async () => {
        const wrong: string[] = [];
        let calls = 0;
        for (let nth = 1; nth < MAX_CALLS; nth += 1) {
          const found = await afterCrash({ way, after, nth, carriedOut });
          if (found === null) break;
          calls = nth;
          wrong.push(...found);
        }
        expect(wrong).toEqual([]);
        expect(calls).toBeGreaterThan(15);
      });
