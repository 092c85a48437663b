import type { GpuBuild } from '../../shared/gpu.ts';

/** A running build, with what identifies its processes. */
export interface BuildFact extends GpuBuild {
  /** `http://…/job/train-model/42/`. */
  readonly url: string;
  /** Host paths of its workspaces: the default one of its job, and those that its processes name. */
  readonly workspaces: readonly string[];
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
 * driver (`docker-ID.scope`), cgroupfs (`/docker/ID`), podman and containerd names, and nesting (several ids in a row).
 */
export function containerIds(cgroup: string): readonly string[] {
  let best: readonly string[] = [];
  for (const line of cgroup.slice(0, 65_536).split('\n')) {
    const path = line.split(':').slice(2).join(':');
    const ids = [...path.matchAll(/(?:^|[/-])([0-9a-f]{64})(?=\.scope(?:\/|$)|\/|$)/g)].map((match) => match[1] ?? '');
    const distinct = ids.filter((id, at) => ids.indexOf(id) === at);
    // v1 has one line per controller, and some are not delegated to the nested engine: the deepest path is the most exact.
    if (distinct.length > best.length) best = distinct;
  }
  return best;
}

/** The build that a process belongs to, by the strongest evidence available; null if unknown. */
export function attribute(
  container: ContainerUse | null,
  /** Environments of the process and of its ancestors, nearest first; unreadable ones are omitted. */
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

/** The build with a workspace at or above a mount; null if two builds share it, since it then proves nothing. */
function byMount(sources: readonly string[], builds: readonly BuildFact[]): BuildFact | null {
  const found = builds.map((build) => ({ build, depth: Math.max(0, ...build.workspaces.map(depthBelow(sources))) }));
  const deepest = Math.max(0, ...found.map(({ depth }) => depth));
  const nearest = found.filter(({ depth }) => depth > 0 && depth === deepest);
  return nearest.length === 1 ? (nearest[0]?.build ?? null) : null;
}

/** The workspace's length if a source is at or below it, else 0: the longest workspace is the nearest. */
const depthBelow = (sources: readonly string[]) => (workspace: string) =>
  workspace !== '/' && sources.some((source) => atOrBelow(source, workspace)) ? workspace.length : 0;

/** `/w/job`, `/w/job/sub`, and Jenkins' `/w/job@2` and `/w/job@tmp` next to it. */
function atOrBelow(path: string, workspace: string): boolean {
  const base = workspace.replace(/\/+$/, '');
  if (path === base || path.startsWith(`${base}/`)) return true;
  return path.startsWith(`${base}@`) && /^(\d+|tmp|\d+@tmp)(\/|$)/.test(path.slice(base.length + 1));
}

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
const tail = (url: string): string | null => /\/job\/.*$/.exec(url)?.[0].replace(/\/+$/, '') ?? null;

/** Parses `KEY=value` entries, from the engine (null: none) or from `/proc/PID/environ` (split at NUL). */
export function environment(entries: readonly string[] | null | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(
    (entries ?? []).flatMap((entry) => {
      const at = entry.indexOf('=');
      return at > 0 ? [[entry.slice(0, at), entry.slice(at + 1)]] : [];
    }),
  );
}
