import { FailureError } from '../../shared/failure.ts';
import { engineError } from '../../shared/failures/engine.ts';
import { homeElsewhere } from '../../shared/failures/home.ts';
import { JENKINS_MODES } from '../../shared/mode.ts';
import type { Step } from '../plan/steps.ts';
import { instanceLabel } from '../stack/labels.ts';
import { homeBind } from '../stack/one-shot.ts';
import { sleep } from '../world/sleep.ts';
import { CHECK_HOME } from './check-home-script.ts';
import type { Execution } from './execution.ts';
import { runHomeScript } from './home-script.ts';
import { homeFailure, MIN_FREE_MIB } from './home-verdict.ts';

/** Changing the owner of millions of files on a slow disk takes minutes; the user can cancel it. */
const MAX_WAIT_MS = 3_600_000;

/**
 * Checks that Jenkins can use the home, marks it and remembers it. Changes only the marker, a copy of the settings before a
 * newer Jenkins, and, with consent, the owner. Throws `home/…`.
 */
export async function checkHome(
  step: Step & { kind: 'check-home' },
  run: Execution,
  signal: AbortSignal,
): Promise<void> {
  const { homes } = run.world;
  const args = [
    step.home,
    ownerChange(step, run),
    String(MIN_FREE_MIB),
    step.known ?? '-',
    step.known ?? homes.newId(),
    step.release ?? '-',
  ];
  // With the data mounts, since folders of a home may be links to them.
  const binds = [
    homeBind(step.home, run.world, false),
    ...run.settings.dataMounts.map(({ source, target }) => ({ source, target: target ?? source, readOnly: true })),
  ];
  const checkedAs = (computer: string) =>
    runHomeScript(
      {
        image: step.image,
        script: CHECK_HOME,
        args: [...args, computer, homes.pluginLook(step.home)?.keptAs ?? '-'],
        user: '0',
        binds,
        timeoutMs: MAX_WAIT_MS,
      },
      run,
      signal,
    );
  const first = await checkedAs(run.world.host.computer().id);
  const formerId = await formerComputer(first.stdout, run, signal);
  const result = formerId === null ? first : await checkedAs(formerId);
  const [verdict = '', ...words] = result.stdout.trim().split(' ');
  if (verdict === 'ok') {
    const [id = '-', changed] = words;
    if (changed !== undefined && !(await isSeenHere(step.home, Number(changed), run, signal)))
      throw new FailureError(homeElsewhere(step.home, run.world.endpoint.host));
    return id === '-' ? undefined : homes.remember(step.home, id);
  }
  // The script always prints a verdict, so the engine's answer was cut off.
  if (verdict === '' && result.exitCode === 0) throw new FailureError(engineError('report the check of the home', ''));
  const { home, image } = step;
  const mode = JENKINS_MODES.find((it) => run.names.images[it] === image) ?? 'dood';
  const { dataMounts, images } = run.settings;
  const checked = { home, mode, base: images.jenkinsBase, updated: step.updated, dataMounts };
  throw new FailureError(homeFailure(verdict, words, checked, result.stderr));
}

/** A volume that was just created is root's, and empty. */
function ownerChange({ chown }: Step & { kind: 'check-home' }, { world }: Execution): string {
  if (chown) return 'chown';
  return world.homeVolume === undefined ? '-' : 'chown-new';
}

/**
 * The id that this computer had when a container of ours that has the home was created: a new machine id makes it no other
 * computer. Null: no container of ours has the home.
 */
async function formerComputer(verdict: string, run: Execution, signal: AbortSignal): Promise<string | null> {
  const [, container, computer] = /^held v1 (\S+) (\S+) /.exec(verdict) ?? [];
  if (container === undefined || computer === undefined) return null;
  const ours = await run.world.engine.containersLabelled(instanceLabel(run.names.instance), signal);
  return ours.some(({ id }) => id.startsWith(container)) ? computer : null;
}

/** File systems may round times to seconds, and FAT to two. */
const ROUNDING_S = 2;
/** Delays before each look. */
const LOOKS_MS = [0, 1000, 2000, 4000] as const;

/**
 * Whether what the check changed in the home has changed on the host as well. It has not where the engine sees another file
 * system: in a virtual machine, from a snap, on another computer. Looks again before it says so: a look may have begun
 * before the change, and a shared folder may show it later. `changed`: when, seconds since 1970.
 */
async function isSeenHere(home: string, changed: number, { world }: Execution, signal: AbortSignal): Promise<boolean> {
  // A volume is the engine's own, wherever that is.
  if (world.homeVolume !== undefined) return true;
  for (const delay of LOOKS_MS) {
    if (delay > 0) await sleep(world.clock, delay, signal);
    const { kind, marked, changedAt } = await world.host.home(home);
    const there = kind !== 'missing' && marked !== false;
    if (there && (changedAt === undefined || changedAt === null || changedAt / 1000 >= changed - ROUNDING_S))
      return true;
  }
  return false;
}
