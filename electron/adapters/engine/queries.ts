import type * as z from 'zod/mini';
import type { ContainerFact, EngineClient, EngineUsers, EngineVersion, ObjectFact } from '../../core/world/engine.ts';
import { FailureError } from '../../shared/failure.ts';
import { containerGone, engineTooOld } from '../../shared/failures/engine.ts';
import { enginePodman } from '../../shared/failures/engine-kind.ts';
import type { Answer, HttpGet, Server } from '../http/http-get.ts';
import { engineAddress } from './address.ts';
import { type Caller, QUERY_TIMEOUT_MS } from './call.ts';
import { containerFact, inspectedFact } from './container-facts.ts';
import type { Connection } from './endpoint.ts';
import { imageFact, usersIn, volumeFact } from './object-facts.ts';
import type { ContainerRow } from './responses.ts';
import * as responses from './responses.ts';

/** Docker 20.10, the oldest engine with all that we need. */
const MIN_API = [1, 41] as const;

/** Bytes of an answer: a list has about 2 KB per container. */
const MAX_ANSWER = 32 * 1024 * 1024;

/**
 * By so many of a name's first characters the engine picks containers, the rest is done here: for each name of a container
 * it compiles the expression anew (moby's filters.Match), which takes 3 ms for 200 of them with whole names.
 */
const START = 9;

/** The calls that change nothing. */
export type EngineQueries = Pick<
  EngineClient,
  | 'version'
  | 'users'
  | 'dataRoot'
  | 'containersNamed'
  | 'containersAround'
  | 'containersLabelled'
  | 'allContainers'
  | 'runningContainers'
  | 'networksNamed'
  | 'networkUsers'
  | 'volumesNamed'
  | 'volume'
  | 'localVolumes'
  | 'imagesNamed'
  | 'imagesLabelled'
  | 'inspect'
>;

/** Queries the engine without dockerode, which takes longer to load than all of these together. */
export function createQueries(connection: Connection, caller: Caller, get: HttpGet): EngineQueries {
  const server = serverAt(connection);
  let known: EngineVersion | null = null;
  let about: EngineInfo | null = null;
  const query = async <T>(
    doing: string,
    path: string,
    filters: Record<string, readonly string[]> | null,
    signal: AbortSignal,
    parse: (answer: Answer) => T,
  ): Promise<T> =>
    caller.call(doing, QUERY_TIMEOUT_MS, signal, async (combined) => {
      const separator = path.includes('?') ? '&' : '?';
      const search = filters === null ? '' : `${separator}filters=${encodeURIComponent(JSON.stringify(filters))}`;
      const answer = await get(server, path + search, { host: 'docker' }, combined, MAX_ANSWER);
      const podman = /^Libpod\/([\w.+~-]{1,64})/.exec(answer.headers.get('server') ?? '')?.[1];
      if (podman !== undefined) throw new FailureError(enginePodman(connection.endpoint.host, podman));
      const version = versionIn(answer);
      if (version !== null) known = supported(version);
      return parse(answer);
    });
  const info = async (signal: AbortSignal): Promise<EngineInfo> => {
    about ??= await query('report its security options', '/info', null, signal, infoIn);
    return about;
  };
  /** One container by its exact name. */
  const containerNamed = async (name: string, signal: AbortSignal): Promise<ContainerFact | null> => {
    const path = `/containers/${encodeURIComponent(name)}/json`;
    const found = await query(`inspect ${name}`, path, null, signal, (it) =>
      it.status === 404 ? null : inspectedFact(content(it, responses.inspected)),
    );
    // The engine also accepts the beginning of an id as a name.
    return found?.name === name ? found : null;
  };
  /** A setting may name a container in signs that mean something in a pattern; one that the engine cannot read finds nothing. */
  const escaped = (name: string): string => name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  const exact = (names: readonly string[]): string[] => names.map((name) => `^/?${escaped(name)}$`);

  return {
    async version(signal) {
      if (known === null) await query('respond', '/_ping', null, signal, checked);
      const found =
        known ??
        (await query('report its version', '/version', null, signal, (it): EngineVersion => {
          const { Version, ApiVersion, Os } = content(it, responses.version);
          return { version: Version, apiVersion: ApiVersion, os: Os };
        }));
      return supported(found);
    },
    // Asked once, since it takes the engine 50 ms: it runs its tools for their versions.
    users: async (signal) => (await info(signal)).users,
    dataRoot: async (signal) => (await info(signal)).dataRoot,
    async containersNamed(names, signal) {
      const found = await Promise.all(names.map((name) => containerNamed(name, signal)));
      return found.filter((it) => it !== null);
    },
    async containersAround(names, signal) {
      const starts = [...new Set(names.map((name) => escaped(name.slice(0, START))))];
      const filters = { name: [starts.join('|')] };
      const listed = await query('list containers', '/containers/json?all=1', filters, signal, (it) =>
        content(it, responses.containerRows),
      );
      const rows = listed.filter(({ Names }) =>
        names.some((name) => Names?.some((it) => it === `/${name}` || it.startsWith(`/${name}.`))),
      );
      // One that others link to has further names.
      const nameOf = (row: ContainerRow) => names.find((name) => row.Names?.includes(`/${name}`));
      const found = await Promise.all(
        rows.map(async (row) => {
          const name = nameOf(row);
          return name === undefined ? containerFact(row) : await containerNamed(name, signal);
        }),
      );
      return found.filter((it) => it !== null);
    },
    containersLabelled: (label, signal) =>
      query('list containers', '/containers/json?all=1', { label: [label] }, signal, (it) =>
        content(it, responses.containerRows).map(containerFact),
      ),
    allContainers: (signal) =>
      query('list containers', '/containers/json?all=1', null, signal, (it) =>
        content(it, responses.containerRows).map(containerFact),
      ),
    runningContainers: (signal) =>
      query('list containers', '/containers/json', null, signal, (it) =>
        content(it, responses.containerRows).map(containerFact),
      ),
    async networksNamed(names, signal) {
      const found = await query('list networks', '/networks', { name: exact(names) }, signal, (it) =>
        content(it, responses.networks),
      );
      return found
        .filter(({ Name }) => names.includes(Name))
        .map((it): ObjectFact => ({ name: it.Name, id: it.Id, labels: it.Labels ?? {} }));
    },
    networkUsers: (network, signal) =>
      query(`inspect the network ${network}`, `/networks/${encodeURIComponent(network)}`, null, signal, (it) =>
        it.status === 404 ? [] : usersIn(content(it, responses.networkWithUsers)),
      ),
    async volumesNamed(names, signal) {
      const found = await query('list volumes', '/volumes', { name: names }, signal, (it) =>
        content(it, responses.volumes),
      );
      return (found.Volumes ?? [])
        .filter(({ Name }) => names.includes(Name))
        .map((it): ObjectFact => ({ name: it.Name, id: it.Name, labels: it.Labels ?? {} }));
    },
    volume: (name, signal) =>
      query(`inspect the volume ${name}`, `/volumes/${encodeURIComponent(name)}`, null, signal, (it) =>
        it.status === 404 ? null : volumeFact(content(it, responses.volume)),
      ),
    // By their driver, so that no plugin is asked, which may hang.
    localVolumes: (signal) =>
      query('list volumes', '/volumes', { driver: ['local'] }, signal, (it) =>
        (content(it, responses.volumeRows).Volumes ?? []).map(volumeFact),
      ),
    async imagesNamed(references, signal) {
      const found = await query('list images', '/images/json', { reference: references }, signal, (it) =>
        content(it, responses.images),
      );
      return references.flatMap((name): ObjectFact[] => {
        const image = found.find(({ RepoTags }) => RepoTags?.includes(`${name}:latest`) || RepoTags?.includes(name));
        return image === undefined ? [] : [{ name, id: image.Id, labels: image.Labels ?? {} }];
      });
    },
    imagesLabelled: (label, signal) =>
      query('list images', '/images/json', { label: [label] }, signal, (it) =>
        content(it, responses.imageRows).map(imageFact),
      ),
    async inspect(container, signal) {
      const found = await containerNamed(container, signal);
      if (found !== null) return found;
      throw new FailureError(containerGone(container));
    },
  };
}

interface EngineInfo {
  readonly users: EngineUsers;
  readonly dataRoot: string;
}

function infoIn(answer: Answer): EngineInfo {
  // A proxy in front of the engine may forbid it.
  if (answer.status === 403) return { users: 'host', dataRoot: '' };
  const { SecurityOptions, DockerRootDir = '' } = content(answer, responses.info);
  const has = (name: string) => (SecurityOptions ?? []).some((option) => option.split(',').includes(`name=${name}`));
  return { users: has('rootless') ? 'rootless' : has('userns') ? 'remapped' : 'host', dataRoot: DockerRootDir };
}

function serverAt({ endpoint, tls }: Connection): Server {
  const address = engineAddress(endpoint.host, endpoint.context);
  if (address.socket !== null) return { socket: address.socket };
  return { host: address.hostname, port: address.port ?? (tls === null ? 2375 : 2376), tls };
}

/** The response if it succeeded; otherwise throws the engine's error message. */
function checked(answer: Answer): Answer {
  if (answer.status === 200) return answer;
  throw refused(answer);
}

/** The response's content, validated; throws if it does not match the schema. */
function content<T>(answer: Answer, schema: z.ZodMiniType<T>): T {
  const parsed = schema.safeParse(JSON.parse(checked(answer).body));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Error(`the response is not valid at "${issue?.path.map(String).join('.') ?? ''}"`);
}

/** The version itself; throws `engine/too-old` if it is not supported. */
function supported(found: EngineVersion): EngineVersion {
  const [major = 0, minor = 0] = found.apiVersion.split('.').map(Number);
  if (major > MIN_API[0] || (major === MIN_API[0] && minor >= MIN_API[1])) return found;
  throw new FailureError(engineTooOld({ ...found, minApi: MIN_API.join('.') }));
}

/** The version from a response's headers; `/version` takes 30 ms, since it runs containerd, runc and init. */
function versionIn({ headers }: Answer): EngineVersion | null {
  const version = /^Docker\/([\w.+~-]{1,64})(?: |$)/.exec(headers.get('server') ?? '')?.[1];
  const apiVersion = /^\d{1,3}\.\d{1,3}$/.exec(headers.get('api-version') ?? '')?.[0];
  return version === undefined || apiVersion === undefined
    ? null
    : { version, apiVersion, os: headers.get('ostype') ?? 'linux' };
}

/** The engine's error message, in the form in which dockerode throws it. */
function refused({ status, body }: Answer): Error {
  let json: unknown = null;
  try {
    json = JSON.parse(body);
  } catch {
    // Not JSON: the message is the text itself.
  }
  return Object.assign(new Error(body.trim() || `HTTP ${status}`), { statusCode: status, json });
}
