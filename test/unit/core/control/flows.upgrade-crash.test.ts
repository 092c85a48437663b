import { expect, test } from 'vitest';
import type { JenkinsMode } from '../../../../electron/shared/mode.ts';
import { Machine } from '../../../doubles/model-engine/machine.ts';
import { names } from '../../../doubles/situation.ts';
import {
  AFTER,
  BEFORE,
  backRequest,
  breakNew,
  imageOf,
  runningImage,
  upgradeRequest,
} from '../../../doubles/upgrades.ts';

/** SIGKILL at every step of an upgrade, and of the way back from one. */

/** The user's list of plugins, which is edited before the upgrade. */
const LIST = '/home/ann/plugins.txt';
const MAX_CALLS = 300;
const calls = { engine: '', file: 'file' } as const;

/** What is wrong once another process has made good a crash; `wanted`: whether the new Jenkins is to run in the end. */
function wrongIn(machine: Machine, old: string | undefined, where: string): readonly string[] {
  const { usedBy, stored } = machine.upgrades;
  const runs = runningImage(machine);
  const isOld = runs === old;
  const base = machine.settings.images.jenkinsBase;
  const named = imageOf(machine, names.images.dood);
  return [
    ...(machine.jenkinsOnHome().length === 1 ? [] : [`${where}: no Jenkins`]),
    ...machine.violations.map((it) => `${where}: ${it}`),
    ...(!isOld && machine.upgrades.replaced.some((it) => runs !== undefined && it.includes(runs))
      ? [`${where}: the new Jenkins runs, and its home is put aside`]
      : []),
    ...(isOld && usedBy.some((it) => it !== old) ? [`${where}: the old Jenkins runs on the home of the new one`] : []),
    ...(base === (isOld ? BEFORE : AFTER) ? [] : [`${where}: base ${base} for the ${isOld ? 'old' : 'new'} one`]),
    ...wrongList(machine, isOld).map((it) => `${where}: ${it}`),
    ...(named === runs ? [] : [`${where}: the name is of another image`]),
    ...(stored === null || ['done', 'undone', 'returned'].includes(stored.state) ? [] : [`${where}: ${stored.state}`]),
    ...(machine.intent.state === 'pending' ? [`${where}: pending`] : []),
  ];
}

/** The list is the one of the image; before anything was stored, the one that the user has edited. */
function wrongList({ files, settings, upgrades }: Machine, isOld: boolean): readonly string[] {
  const list = files.get(settings.images.pluginsFile);
  const wanted = isOld && upgrades.stored !== null ? 'git:1.0\n' : 'git:2.0\n';
  return list === wanted ? [] : [`list ${list} for the ${isOld ? 'old' : 'new'} one`];
}

/** What the upgrade comes to if nothing kills it. */
type End = 'reached' | 'undone' | 'back' | 'stays';

async function machineFor(end: End, mode: JenkinsMode): Promise<Machine> {
  const machine = new Machine();
  machine.files.set(LIST, 'git:1.0\n');
  machine.settings = { ...machine.settings, images: { ...machine.settings.images, pluginsFile: LIST } };
  await machine.process().controller.fulfil({ mode, consents: 'all' });
  machine.record.length = 0;
  machine.files.set(LIST, 'git:2.0\n');
  machine.settings = { ...machine.settings, timeouts: { ...machine.settings.timeouts, ready: 5 } };
  machine.behaviour = () => ({ readyAfter: 150 });
  if (end === 'undone') breakNew(machine);
  return machine;
}

/** The next process makes good what a killed one left; returns what is wrong then. */
async function madeGood(
  machine: Machine,
  old: string | undefined,
  end: End,
  mode: JenkinsMode,
): Promise<readonly string[]> {
  const where = `after ${machine.record.at(-1)}`;
  const { controller } = machine.process();
  controller.watch();
  await expect.poll(() => wrongIn(machine, old, where), { interval: 1 }).toEqual([]);
  await controller.close();
  if (end !== 'back') return wrongIn(machine, old, where);
  // What was killed before it was stored is asked for again, and reached.
  if (runningImage(machine) !== old) await machine.process().controller.fulfil({ mode, ...backRequest });
  return runningImage(machine) === old ? wrongIn(machine, old, where) : [`${where}: not back`];
}

test.each([
  ['engine', 'reached', 1, 'dood'],
  ['file', 'reached', 1, 'dood'],
  ['engine', 'undone', 2, 'dood'],
  ['file', 'undone', 1, 'dood'],
  ['engine', 'back', 1, 'dood'],
  ['file', 'back', 1, 'dood'],
  ['engine', 'stays', 2, 'dood'],
  ['file', 'stays', 1, 'dood'],
  // The nested engine has the home, too.
  ['engine', 'undone', 3, 'dind'],
  ['file', 'undone', 1, 'dind'],
  ['file', 'stays', 1, 'dind'],
] as const)(
  'SIGKILL at each %s call of an upgrade that is %s is made good by the next start',
  async (kind, end, by, mode) => {
    const wrong: string[] = [];
    let crashes = 0;
    for (let nth = 1; nth < MAX_CALLS; nth += by) {
      const machine = await machineFor(end, mode);
      const old = runningImage(machine);
      if (end === 'back' || end === 'stays') await machine.process().controller.fulfil({ mode, ...upgradeRequest });
      if (end === 'stays') machine.behaviour = ({ imageId }) => ({ readyAfter: imageId === old ? null : 150 });
      const fault = { kind: 'crash', carriedOut: nth % 4 < 2 } as const;
      const first = machine.process([{ call: calls[kind], nth, fault }]);
      const request = { mode, ...(end === 'back' || end === 'stays' ? backRequest : upgradeRequest) } as const;
      if ((await Promise.race([first.crashed, first.controller.fulfil(request)])) !== 'crashed') break;
      crashes = nth;
      wrong.push(...(await madeGood(machine, old, end, mode)));
    }
    expect(wrong).toEqual([]);
    expect(crashes).toBeGreaterThan(kind === 'file' ? 3 : 10);
  },
);
