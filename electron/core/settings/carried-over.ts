import { redact } from '../../shared/redact.ts';
import type { Settings } from '../../shared/settings.ts';
import type { Json } from '../../shared/settings-path.ts';
import { shownSetting } from '../../shared/shown-setting.ts';
import { homeOf } from '../observe/other-jenkins.ts';
import { isFurther, javaOptionsOf, targetOf, variableOf } from '../plan/take-over-losses.ts';
import { hidesImage } from '../stack/image-folders.ts';
import type { ContainerFact, PublishedPort } from '../world/engine.ts';
import { withSettings } from './settings-change.ts';

/** The settings that keep what a Jenkins had which this app did not create. */

/** One thing that settings keep: what it is, and the settings. */
interface Kept {
  readonly what: string;
  readonly change: Readonly<Record<string, Json>>;
}

/** The settings that keep as much as they can, and what that is, one line each. */
export interface CarriedOver {
  readonly change: Readonly<Record<string, Json>>;
  readonly carried: readonly string[];
  readonly settings: Settings;
}

type Mount = Settings['dataMounts'][number];

/** A folder of the home that is a link to a folder of this computer, outside of the home. */
export interface LinkedFolder {
  readonly name: string;
  readonly target: string;
}

/** What a container's further mounts, Java options, time zone, proxies and ports, and links of its home, become. */
export function carriedOver(
  container: ContainerFact,
  home: string,
  links: readonly LinkedFolder[],
  settings: Settings,
): CarriedOver {
  const source = homeOf(container)?.source ?? '';
  const mounts = container.mounts
    .filter((it) => isFurther(it, source) && it.source.startsWith('/') && !hidesImage(targetOf(it, home)))
    .map((it): Mount => mountAt(it.source, targetOf(it, home), it.readOnly === true));
  const covered = (path: string): boolean =>
    container.mounts.some(({ target }) => path === target || path.startsWith(`${target}/`));
  const linked = links.filter(({ target }) => !covered(target)).map(({ target }) => mountAt(target, target, false));
  // As it was made: a stopped container publishes nothing.
  const { env, publishes } = container.made ?? { env: [], publishes: container.ports };
  return kept(settings, [
    ...mountsKept([...mounts, ...linked], settings),
    ...text('jenkins.javaOpts', javaOptionsOf({ env }), 'the Java options'),
    ...text('jenkins.timeZone', variableOf(env, 'TZ'), 'the time zone'),
    ...text('proxy.http', variableOf(env, 'HTTP_PROXY') || variableOf(env, 'http_proxy'), 'the proxy for http'),
    ...text('proxy.https', variableOf(env, 'HTTPS_PROXY') || variableOf(env, 'https_proxy'), 'the proxy for https'),
    ...text('proxy.noProxy', variableOf(env, 'NO_PROXY') || variableOf(env, 'no_proxy'), 'what needs no proxy,'),
    ...portsKept(portOf(publishes, 8080), portOf(publishes, 50000)),
  ]);
}

/** The same for a Jenkins of this computer itself: its port, and links of its home. */
export const carriedOverFromHost = (
  port: number | null,
  links: readonly LinkedFolder[],
  settings: Settings,
): CarriedOver =>
  kept(settings, [
    ...mountsKept(
      links.map(({ target }) => mountAt(target, target, false)),
      settings,
    ),
    ...portsKept(port, null),
  ]);

const mountAt = (source: string, target: string, readOnly: boolean): Mount => ({
  source,
  target: target === source ? null : target,
  readOnly,
});

/** One setting holds all mounts. */
function mountsKept(mounts: readonly Mount[], { dataMounts }: Settings): readonly Kept[] {
  const at = ({ source, target }: Mount): string => target ?? source;
  const added = mounts.filter(
    (it, index) =>
      !dataMounts.some((other) => at(other) === at(it)) && mounts.findIndex((other) => at(other) === at(it)) === index,
  );
  return added.map((it, index) => ({
    what: `${it.source} at ${at(it)}${it.readOnly ? ', read-only' : ''} (data mount)`,
    change: { dataMounts: [...dataMounts, ...added.slice(0, index + 1)] },
  }));
}

const text = (key: string, value: string, what: string): readonly Kept[] =>
  value === '' ? [] : [{ what: `${what} ${redact(String(shownSetting(key, value)))}`, change: { [key]: value } }];

/** In both modes, so that bookmarks and webhooks hold. */
const portsKept = (page: number | null, agents: number | null): readonly Kept[] => [
  ...(page === null ? [] : [{ what: `port ${page} for its page, in both modes`, change: pagePorts(page) }]),
  ...(agents === null ? [] : [{ what: `port ${agents} for agents`, change: { 'ports.agents': agents } }]),
];
const pagePorts = (port: number): Kept['change'] => ({ 'ports.dind': port, 'ports.dood': port });

const portOf = (ports: readonly PublishedPort[], inside: number): number | null =>
  ports.find(({ target, protocol = 'tcp', port }) => target === inside && protocol === 'tcp' && port > 0)?.port ?? null;

/** Each thing by itself: one that the settings refuse, or have already, is left out. */
function kept(settings: Settings, all: readonly Kept[]): CarriedOver {
  return all.reduce<CarriedOver>(
    (so, { what, change }) => {
      try {
        const next = withSettings(so.settings, change);
        return JSON.stringify(next) === JSON.stringify(so.settings)
          ? so
          : { change: { ...so.change, ...change }, carried: [...so.carried, what], settings: next };
      } catch {
        return so;
      }
    },
    { change: {}, carried: [], settings },
  );
}
