import { jobPath } from '../../shared/build-name.ts';
import type { GpuBuild } from '../../shared/gpu.ts';

/** A running build, with what identifies its processes. */
export interface BuildFact extends GpuBuild {
  /** `http://…/job/train-model/42/`. */
  readonly url: string;
  /** Host paths of its workspaces: the one guessed from its job's name, and those that its processes name. */
  readonly workspaces: readonly string[];
  /** Those that its processes name; where there are any, the guessed one is not its. By default all but the first. */
  readonly named?: readonly string[];
}

export interface ContainerUse {
  readonly id: string;
  readonly name: string;
  readonly engine: 'host' | 'nested';
  /** Host paths that are bound into it. */
  readonly sources: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Jenkins' container or its engine's: their mounts do not identify a build. */
  readonly ours: boolean;
}

/**
 * Ids of the containers around a process, outermost first, from `/proc/PID/cgroup`. Covers v1 and v2, the systemd
 * driver (`docker-ID.scope`), cgroupfs (`/docker/ID`), podman and containerd names (`…slice:cri-containerd:ID`), and
 * nesting (several ids in a row).
 */
export function containerIds(cgroup: string): readonly string[] {
  let best: readonly string[] = [];
  for (const line of cgroup.slice(0, 65_536).split('\n')) {
    const path = line.split(':').slice(2).join(':');
    const ids = [...path.matchAll(/(?:^|[/:-])([0-9a-f]{64})(?=\.scope(?:\/|$)|\/|$)/g)].map((match) => match[1] ?? '');
    const distinct = ids.filter((id, at) => ids.indexOf(id) === at);
    // v1 has one line per controller, and some are not delegated to the nested engine: the deepest path is the most exact.
    if (distinct.length > best.length) best = distinct;
  }
  return best;
}

/**
 * The build that a process belongs to, by the strongest evidence available; null if unknown. In this order: its own
 * variables, which a step sets for `docker exec -e` as well, those of its container, what the container mounts, and
 * the variables of its ancestors.
 */
export function attribute(
  container: ContainerUse | null,
  /** Environments of the process and of its ancestors, nearest first; unreadable ones are empty. */
  [own = {}, ...ancestors]: readonly Readonly<Record<string, string>>[],
  builds: readonly BuildFact[],
): BuildFact | null {
  const found = buildOfEnvironment(own, builds);
  if (found !== null) return found;
  if (container !== null && !container.ours) {
    const its = buildOfEnvironment(container.env, builds) ?? byMount(container.sources, builds);
    if (its !== null) return its;
  }
  for (const env of ancestors) {
    const its = buildOfEnvironment(env, builds);
    if (its !== null) return its;
  }
  return null;
}

/** The build whose workspaces the mounts are in; null if they are in those of several, since that proves nothing. */
function byMount(sources: readonly string[], builds: readonly BuildFact[]): BuildFact | null {
  const owners = new Set(sources.flatMap((source) => ownersOf(source, builds)));
  return owners.size === 1 ? ([...owners][0] ?? null) : null;
}

/** The builds whose workspace is nearest above a path. One that a build names comes before one that was guessed. */
function ownersOf(source: string, builds: readonly BuildFact[]): readonly BuildFact[] {
  const named = nearest(builds, (build) => depthIn(source, namedBy(build), isIn));
  const guessing = builds.filter((build) => namedBy(build).length === 0);
  return named.length > 0 ? named : nearest(guessing, (build) => depthIn(source, build.workspaces, isInAnyOf));
}

const namedBy = ({ named, workspaces }: BuildFact): readonly string[] => named ?? workspaces.slice(1);

function nearest(builds: readonly BuildFact[], depthOf: (build: BuildFact) => number): readonly BuildFact[] {
  const depths = builds.map((build) => ({ build, depth: depthOf(build) }));
  const deepest = Math.max(0, ...depths.map(({ depth }) => depth));
  return depths.flatMap(({ build, depth }) => (depth > 0 && depth === deepest ? [build] : []));
}

/** The length of the longest of the workspaces that a path is in; 0: none. */
const depthIn = (
  source: string,
  workspaces: readonly string[],
  isInside: (path: string, workspace: string) => boolean,
): number =>
  Math.max(
    0,
    ...workspaces.map((one) => (one !== '/' && isInside(source, withoutSlash(one)) ? withoutSlash(one).length : 0)),
  );

const withoutSlash = (path: string): string => path.replace(/\/+$/, '');

/** `/w/job`, `/w/job/sub`, and Jenkins' `/w/job@tmp` beside it. */
const isIn = (path: string, workspace: string): boolean =>
  [workspace, `${workspace}@tmp`].some((folder) => path === folder || path.startsWith(`${folder}/`));

/** Also `/w/job@2`, for a workspace that was guessed from the job's name. */
const isInAnyOf = (path: string, workspace: string): boolean =>
  isIn(path, workspace) ||
  (path.startsWith(`${workspace}@`) && /^\d+(@tmp)?(\/|$)/.test(path.slice(workspace.length + 1)));

/** The build named by `BUILD_URL` or `BUILD_TAG`; null if they are missing or name none of these. */
export function buildOfEnvironment(
  env: Readonly<Record<string, string>>,
  builds: readonly BuildFact[],
): BuildFact | null {
  const url = env.BUILD_URL;
  // `jenkins-train-42`; Hudson, its ancestor, writes `hudson-`.
  const tag = env.BUILD_TAG?.replace(/^(jenkins|hudson)-/, '');
  const path = url === undefined ? null : tail(url);
  return (
    builds.find((build) => path !== null && tail(build.url) === path) ??
    builds.find((build) => tag !== undefined && tag === `${build.job.replaceAll('/', '-')}-${build.number}`) ??
    null
  );
}

/** The part from `/job/` on, since a build may have another host name in its environment than in the browser. */
const tail = (url: string): string | null => jobPath(url)?.replace(/\/+$/, '') ?? null;

/** Parses `KEY=value` entries, from the engine (null: none) or from `/proc/PID/environ` (split at NUL). */
export function environment(entries: readonly string[] | null | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(
    (entries ?? []).flatMap((entry) => {
      const at = entry.indexOf('=');
      return at > 0 ? [[entry.slice(0, at), entry.slice(at + 1)]] : [];
    }),
  );
}
