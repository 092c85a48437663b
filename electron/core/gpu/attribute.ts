import type { GpuBuild } from '../../shared/gpu.ts';

/** A running build, as far as it helps to find its processes. */
export interface BuildFact extends GpuBuild {
  /** `http://…/job/train-model/42/`. */
  readonly url: string;
  /** Host paths that it works in: the usual one of its job, and what its processes say. */
  readonly workspaces: readonly string[];
}

export interface ContainerUse {
  readonly id: string;
  readonly name: string;
  readonly engine: 'host' | 'nested';
  /** Host paths that are bound into it. */
  readonly sources: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Jenkins' own, or its engine's: their mounts say nothing about builds. */
  readonly ours: boolean;
}

/**
 * Ids of the containers around a process, outermost first, from `/proc/PID/cgroup`. Covers v1 and v2, the systemd
 * driver (`docker-ID.scope`), cgroupfs (`/docker/ID`), podman and containerd names, and nesting, where ids follow one another.
 */
export function containerIds(cgroup: string): readonly string[] {
  let best: readonly string[] = [];
  for (const line of cgroup.slice(0, 65_536).split('\n')) {
    const path = line.split(':').slice(2).join(':');
    const ids = [...path.matchAll(/(?:^|[/-])([0-9a-f]{64})(?=\.scope(?:\/|$)|\/|$)/g)].map((match) => match[1] ?? '');
    const distinct = ids.filter((id, at) => ids.indexOf(id) === at);
    // v1 has one line per controller, and some are not delegated to the nested engine: the deepest says most.
    if (distinct.length > best.length) best = distinct;
  }
  return best;
}

/** Which build a process belongs to, by the strongest evidence there is; null when it is unknown. */
export function attribute(
  container: ContainerUse | null,
  /** Environments of the process and of its ancestors, nearest first; those that may not be read are left out. */
  environments: readonly Readonly<Record<string, string>>[],
  builds: readonly BuildFact[],
): BuildFact | null {
  if (container !== null && !container.ours) {
    const found = byMount(container.sources, builds) ?? buildOfEnvironment(container.env, builds);
    if (found !== null) return found;
  }
  for (const env of environments) {
    const found = buildOfEnvironment(env, builds);
    if (found !== null) return found;
  }
  return null;
}

/** A mount at or below a workspace. Two builds of one job share the path: then it proves nothing. */
function byMount(sources: readonly string[], builds: readonly BuildFact[]): BuildFact | null {
  const found = builds.map((build) => ({ build, depth: Math.max(0, ...build.workspaces.map(depthBelow(sources))) }));
  const deepest = Math.max(0, ...found.map(({ depth }) => depth));
  const nearest = found.filter(({ depth }) => depth > 0 && depth === deepest);
  return nearest.length === 1 ? (nearest[0]?.build ?? null) : null;
}

/** The workspace's length where a source lies at or below it: the longest workspace is the nearest. */
const depthBelow = (sources: readonly string[]) => (workspace: string) =>
  workspace !== '/' && sources.some((source) => atOrBelow(source, workspace)) ? workspace.length : 0;

/** `/w/job`, `/w/job/sub`, and Jenkins' `/w/job@2` and `/w/job@tmp` beside it. */
function atOrBelow(path: string, workspace: string): boolean {
  const base = workspace.replace(/\/+$/, '');
  if (path === base || path.startsWith(`${base}/`)) return true;
  return path.startsWith(`${base}@`) && /^(\d+|tmp|\d+@tmp)(\/|$)/.test(path.slice(base.length + 1));
}

/** The build that `BUILD_URL` or `BUILD_TAG` name; null where they are missing or name none of these. */
export function buildOfEnvironment(
  env: Readonly<Record<string, string>>,
  builds: readonly BuildFact[],
): BuildFact | null {
  const url = env.BUILD_URL;
  // `jenkins-train-42`; its ancestor said `hudson-`.
  const tag = env.BUILD_TAG?.replace(/^(jenkins|hudson)-/, '');
  const path = url === undefined ? null : tail(url);
  return (
    builds.find((build) => path !== null && tail(build.url) === path) ??
    builds.find((build) => tag !== undefined && tag === `${build.job.replaceAll('/', '-')}-${build.number}`) ??
    null
  );
}

/** From `/job/` on: the same build has one address in the browser and another in its environment. */
const tail = (url: string): string | null => /\/job\/.*$/.exec(url)?.[0].replace(/\/+$/, '') ?? null;

/** `KEY=value` entries, as the engine (null where there are none) and `/proc/PID/environ` (split at NUL) have them. */
export function environment(entries: readonly string[] | null | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(
    (entries ?? []).flatMap((entry) => {
      const at = entry.indexOf('=');
      return at > 0 ? [[entry.slice(0, at), entry.slice(at + 1)]] : [];
    }),
  );
}
