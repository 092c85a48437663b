import { FailureError } from '../../shared/failure.ts';
import { homeInUseByHost } from '../../shared/failures/home-users.ts';
import { homeOf } from '../observe/other-jenkins.ts';
import { observeRunning } from '../observe/running.ts';
import { type HomeUser, homeUsersOf, inUse, isInTheWay, isOtherJenkins } from '../plan/home-users.ts';
import type { Names } from '../stack/names.ts';
import type { HostJenkins } from '../world/host.ts';
import type { Execution } from './execution.ts';

/**
 * Looks again at who has the home, since preparing a switch may take an hour. Throws `home/in-use` if another Jenkins has
 * it, and before anything is stopped also for whatever else is not among the `agreed` containers; null: it has been stopped.
 * `of`: the container whose home it is, which on a way back need not be the one of the settings.
 */
export async function confirmHomeFree(
  run: Execution,
  signal: AbortSignal,
  {
    except,
    agreed,
    of,
  }: { readonly except: readonly string[]; readonly agreed: readonly string[] | null; readonly of?: string },
): Promise<void> {
  const { world } = run;
  const home = of === undefined ? world.home : await homeMountedBy(of, run, signal);
  const [{ running, realPaths }, ofHost] = await lookAtUsers(home, run, signal);
  // Before anything is stopped, the one that is taken over still runs.
  const stops = agreed === null ? '' : run.settings.others.takeOver;
  const users = homeUsersOf({
    home,
    running,
    realPath: (path) => realPaths[path] ?? path,
    isKnown: ({ name }) => except.includes(name) || name === stops,
  });
  const isUnasked = (user: HomeUser): boolean =>
    agreed !== null && !agreed.includes(user.container.id) && isInTheWay(user, () => false);
  await confirmNoHostJenkins(run, ofHost, realPaths[home] ?? home, stops);
  const user = users.find(isOtherJenkins) ?? users.find(isUnasked);
  if (user !== undefined) throw new FailureError(inUse(user, home));
}

/**
 * Throws `home/in-use` if anything at all uses the home, a folder of it, or a folder above it: what has it open would go on
 * in the one that is replaced. Whoever has the host's root mounted manages the host. `except`: the names of containers that
 * stop before that.
 */
export async function confirmHomeUnused(
  run: Execution,
  signal: AbortSignal,
  except: readonly string[] = [],
): Promise<void> {
  const { home } = run.world;
  const [{ running, realPaths }, ofHost] = await lookAtUsers(home, run, signal);
  await confirmNoHostJenkins(run, ofHost, realPaths[home] ?? home, '');
  const realPath = (path: string): string => realPaths[path] ?? path;
  const users = homeUsersOf({ home, running, realPath, isKnown: ({ name }) => except.includes(name) });
  const user = users.find((it) => isOtherJenkins(it) || it.mount.source !== '/');
  if (user !== undefined) throw new FailureError(inUse(user, home));
}

async function homeMountedBy(name: string, { world }: Execution, signal: AbortSignal): Promise<string> {
  const [container] = await world.engine.containersNamed([name], signal);
  return (container === undefined ? undefined : homeOf(container)?.source) ?? world.home;
}

/** Both at once: Jenkins is away meanwhile, or about to be. */
const lookAtUsers = (home: string, { world }: Execution, signal: AbortSignal) =>
  Promise.all([observeRunning(world, home, [], signal), world.endpoint.socket === null ? [] : world.host.jenkins()]);

/** Throws `home/in-use` if a Jenkins of this computer itself runs on the home; `stops`: the name of one that stops later. */
async function confirmNoHostJenkins(
  { world }: Execution,
  ofHost: readonly HostJenkins[],
  home: string,
  stops: string,
): Promise<void> {
  for (const it of ofHost) {
    if (it.pid === null || it.home === null || it.name === stops) continue;
    if ((await world.host.realPath(it.home)) === home) throw new FailureError(homeInUseByHost(it, it.home));
  }
}

/** Right before a Jenkins starts: only itself and the nested engine may have the home. */
export const besides = (jenkins: string, names: Names): readonly string[] => [
  jenkins,
  names.nestedEngine,
  names.oneShot,
];
