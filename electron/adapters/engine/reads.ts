import type { ContainerInfo, ImageInfo, NetworkInspectInfo, VolumeInspectInfo } from 'dockerode';
import type { ContainerFact, EnginePort, EngineVersion, ObjectFact } from '../../core/ports.ts';
import { FailureError } from '../../shared/failure.ts';
import { type Answer, type Dial, get, overSocket, overTcp } from '../http-get.ts';
import { ASK, type Caller } from './call.ts';
import { containerFact } from './container-facts.ts';
import type { Connection } from './endpoint.ts';

/** The oldest engine that has all we ask for: 20.10. */
const LEAST_API = [1, 41] as const;

/** The questions to the engine that change nothing. */
export type Reads = Pick<
  EnginePort,
  | 'version'
  | 'containersNamed'
  | 'runningContainers'
  | 'containersMounting'
  | 'networksNamed'
  | 'volumesNamed'
  | 'imagesNamed'
  | 'inspect'
>;

/** Looks at the engine without dockerode, whose loading takes longer than all of a look. */
export function createReads(connection: Connection, caller: Caller): Reads {
  const dial = dialOf(connection);
  const ask = async <T>(
    doing: string,
    path: string,
    filters: Record<string, readonly string[]> | null,
    signal: AbortSignal,
    read: (answer: Answer) => T,
  ): Promise<T> =>
    caller.call(doing, ASK, signal, async (both) => {
      const query = filters === null ? '' : `filters=${encodeURIComponent(JSON.stringify(filters))}`;
      const whole = query === '' ? path : `${path}${path.includes('?') ? '&' : '?'}${query}`;
      const answer = await get(dial, whole, { host: 'docker' }, both);
      if (answer.status !== 200) throw refused(answer);
      return read(answer);
    });
  const json = <T>({ body }: Answer): T => JSON.parse(body);
  const list = async (
    doing: string,
    filters: Record<string, readonly string[]> | null,
    all: boolean,
    signal: AbortSignal,
  ): Promise<ContainerFact[]> =>
    (
      await ask(doing, `/containers/json${all ? '?all=1' : ''}`, filters, signal, (it) => json<ContainerInfo[]>(it))
    ).map(containerFact);
  const exact = (names: readonly string[]): string[] => names.map((name) => `^/?${name.replaceAll('.', '\\.')}$`);

  return {
    async version(signal) {
      const pinged = await ask('answer', '/_ping', null, signal, versionIn);
      const found =
        pinged ??
        (await ask('say its version', '/version', null, signal, (it): EngineVersion => {
          const { Version, ApiVersion, Os } = json<Record<'Version' | 'ApiVersion' | 'Os', string>>(it);
          return { version: Version, apiVersion: ApiVersion, os: Os };
        }));
      const [major = 0, minor = 0] = found.apiVersion.split('.').map(Number);
      if (major > LEAST_API[0] || (major === LEAST_API[0] && minor >= LEAST_API[1])) return found;
      throw new FailureError({
        code: 'engine/too-old',
        title: `Docker ${found.version} is too old`,
        detail: `Its API is ${found.apiVersion}; ${LEAST_API.join('.')} (Docker 20.10) is needed.`,
        fix: 'Update Docker.',
        command: 'sudo apt-get install --only-upgrade docker-ce',
      });
    },
    async containersNamed(names, signal) {
      const found = await list('list containers', { name: exact(names) }, true, signal);
      return found.filter(({ name }) => names.includes(name));
    },
    runningContainers: (signal) => list('list containers', null, false, signal),
    containersMounting: (path, signal) =>
      list('list containers', { volume: [path], status: ['running', 'restarting', 'paused'] }, true, signal),
    async networksNamed(names, signal) {
      const found = await ask('list networks', '/networks', { name: exact(names) }, signal, (it) =>
        json<NetworkInspectInfo[]>(it),
      );
      return found
        .filter(({ Name }) => names.includes(Name))
        .map((it): ObjectFact => ({ name: it.Name, id: it.Id, labels: it.Labels ?? {} }));
    },
    async volumesNamed(names, signal) {
      const found = await ask('list volumes', '/volumes', { name: names }, signal, (it) =>
        json<{ readonly Volumes: readonly VolumeInspectInfo[] | null }>(it),
      );
      return (found.Volumes ?? [])
        .filter(({ Name }) => names.includes(Name))
        .map((it): ObjectFact => ({ name: it.Name, id: it.Name, labels: it.Labels ?? {} }));
    },
    async imagesNamed(references, signal) {
      const found = await ask('list images', '/images/json', { reference: references }, signal, (it) =>
        json<ImageInfo[]>(it),
      );
      return references.flatMap((name): ObjectFact[] => {
        const image = found.find(({ RepoTags }) => RepoTags?.includes(`${name}:latest`) || RepoTags?.includes(name));
        return image === undefined ? [] : [{ name, id: image.Id, labels: image.Labels ?? {} }];
      });
    },
    async inspect(container, signal) {
      const [found] = await list(`look at ${container}`, { name: exact([container]) }, true, signal);
      if (found !== undefined) return found;
      throw new FailureError({
        code: 'engine/error',
        title: `${container} is gone`,
        detail: 'Somebody removed it meanwhile.',
        fix: 'Try again.',
      });
    },
  };
}

function dialOf({ endpoint, tls }: Connection): Dial {
  if (endpoint.socket !== null) return overSocket(endpoint.socket);
  const { hostname, port } = new URL(endpoint.host.replace(/^tcp:/, 'http:'));
  const host = hostname.replace(/^\[|\]$/g, '');
  if (tls === null) return overTcp(host, Number(port || 2375));
  return async () => (await import('node:tls')).connect({ host, port: Number(port || 2376), ...tls });
}

/** A ping's headers hold what is shown; `/version` runs containerd, runc and init to ask them theirs, 30 ms. */
function versionIn({ headers }: Answer): EngineVersion | null {
  const version = /^Docker\/(\S+)/.exec(headers.get('server') ?? '')?.[1];
  const apiVersion = headers.get('api-version');
  return version === undefined || apiVersion === undefined
    ? null
    : { version, apiVersion, os: headers.get('ostype') ?? 'linux' };
}

/** The engine's own words, in the form in which dockerode throws them. */
function refused({ status, body }: Answer): Error {
  let said: unknown = null;
  try {
    said = JSON.parse(body);
  } catch {
    // No JSON: the text says it.
  }
  return Object.assign(new Error(body.trim() || `HTTP ${status}`), { statusCode: status, json: said });
}
