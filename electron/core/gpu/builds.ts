import { volumeOf } from '../../shared/home-volume.ts';
import { runningBuilds, runningMode } from '../observe/observe.ts';
import { HOME_IN_CONTAINER } from '../stack/mounts.ts';
import { namesOf } from '../stack/names.ts';
import { placeOf, urlOf } from '../stack/page-url.ts';
import type { ContainerFact } from '../world/engine.ts';
import type { World } from '../world/world.ts';
import { type BuildFact, buildOfEnvironment, environment } from './attribute.ts';

type Mount = ContainerFact['mounts'][number];

/** Prints the build variables of all processes in a container, one block per process. */
const BUILDS_SCRIPT =
  'for e in /proc/[0-9]*/environ; do tr "\\0" "\\n" <"$e" 2>/dev/null | grep -E "^(BUILD_URL|BUILD_TAG|WORKSPACE)=" && echo; done; true';

/**
 * The running builds with their workspaces, from our running Jenkins: two requests to the engine and one to
 * Jenkins. Null if unknown.
 */
export async function buildsNow(world: World, signal: AbortSignal): Promise<readonly BuildFact[] | null> {
  const { settings } = world.settings.load();
  const names = namesOf(settings.instance, world.owner.load());
  const containers = await world.engine.containersNamed(Object.values(names.jenkins), signal);
  const mode = runningMode(containers, names);
  if (mode === null) return [];
  const container = containers.find(({ name }) => name === names.jenkins[mode]);
  const place = placeOf(urlOf(container, settings, mode), container, names);
  const found = await runningBuilds(world, settings, place, signal);
  if (!found.ok) return null;
  if (found.value.length === 0) return [];
  const home = volumeOf(world.home) === null ? world.home : hostPath(HOME_IN_CONTAINER, container?.mounts ?? []);
  const builds = found.value.map(
    ({ job, number, url }): BuildFact => ({ job, number, url, workspaces: [`${home}/workspace/${job}`] }),
  );
  const variables = await world.engine
    .exec(names.jenkins[mode], ['sh', '-c', BUILDS_SCRIPT], signal)
    .then(({ stdout }) => stdout)
    // Without it, jobs with a custom workspace are recognised by their variables alone.
    .catch(() => '');
  return withWorkspaces(builds, variables, container?.mounts ?? []);
}

/** Adds the workspaces that the builds' own processes name: those of jobs in folders, of branches, and custom ones. */
export function withWorkspaces(
  builds: readonly BuildFact[],
  variables: string,
  mounts: readonly Mount[],
): readonly BuildFact[] {
  const processes = variables.split('\n\n').map((block) => environment(block.split('\n')));
  return builds.map((build) => {
    const seen = processes.flatMap((env) =>
      env.WORKSPACE !== undefined && buildOfEnvironment(env, builds) === build ? [hostPath(env.WORKSPACE, mounts)] : [],
    );
    return { ...build, workspaces: [...new Set([...build.workspaces, ...seen])], named: [...new Set(seen)] };
  });
}

/** The host path of a path inside Jenkins, or inside the nested engine, which mounts the same folders. */
export function hostPath(path: string, mounts: readonly Mount[]): string {
  const below = mounts.filter(({ target }) => path === target || path.startsWith(`${target}/`));
  const mount = below.sort((a, b) => b.target.length - a.target.length)[0];
  const folder = mount?.mountpoint ?? mount?.source ?? '';
  return mount === undefined || !folder.startsWith('/') ? path : folder + path.slice(mount.target.length);
}
