import type * as z from 'zod/mini';
import type { ContainerFact, EngineClient, EngineVersion, ObjectFact } from '../../core/world/engine.ts';
import { FailureError } from '../../shared/failure.ts';
import { containerGone, engineTooOld } from '../../shared/failures/engine.ts';
import type { Answer, HttpGet, Server } from '../http/http-get.ts';
import * as answers from './answers.ts';
import { ASK_MS, type Caller } from './call.ts';
import { containerFact, inspectedFact } from './container-facts.ts';
import type { Connection } from './endpoint.ts';

/** The oldest engine that has all we ask for: 20.10. */
const MIN_API = [1, 41] as const;

/** The calls that change nothing. */
export type EngineQueries = Pick<
  EngineClient,
  'version' | 'containersNamed' | 'runningContainers' | 'networksNamed' | 'volumesNamed' | 'imagesNamed' | 'inspect'
>;

/** Asks the engine without dockerode, which takes longer to load than all of these take. */
export function createQueries(connection: Connection, caller: Caller, get: HttpGet): EngineQueries {
  const server = serverAt(connection);
  let known: EngineVersion | null = null;
  const ask = async <T>(
    doing: string,
    path: string,
    filters: Record<string, readonly string[]> | null,
    signal: AbortSignal,
    read: (answer: Answer) => T,
  ): Promise<T> =>
    caller.call(doing, ASK_MS, signal, async (both) => {
      const query = filters === null ? '' : `?filters=${encodeURIComponent(JSON.stringify(filters))}`;
      const answer = await get(server, path + query, { host: 'docker' }, both);
      const version = versionIn(answer);
      if (version !== null) known = recent(version);
      return read(answer);
    });
  /** One container by its very name; a list filtered by names costs the engine a search through all it has. */
  const named = async (name: string, signal: AbortSignal): Promise<ContainerFact | null> => {
    const path = `/containers/${encodeURIComponent(name)}/json`;
    const found = await ask(`look at ${name}`, path, null, signal, (it) =>
      it.status === 404 ? null : inspectedFact(content(it, answers.inspected)),
    );
    // The engine also takes the beginning of an id for a name.
    return found?.name === name ? found : null;
  };
  const exact = (names: readonly string[]): string[] => names.map((name) => `^/?${name.replaceAll('.', '\\.')}$`);

  return {
    async version(signal) {
      if (known === null) await ask('answer', '/_ping', null, signal, checked);
      const found =
        known ??
        (await ask('say its version', '/version', null, signal, (it): EngineVersion => {
          const { Version, ApiVersion, Os } = content(it, answers.version);
          return { version: Version, apiVersion: ApiVersion, os: Os };
        }));
      return recent(found);
    },
    async containersNamed(names, signal) {
      const found = await Promise.all(names.map((name) => named(name, signal)));
      return found.filter((it) => it !== null);
    },
    runningContainers: (signal) =>
      ask('list containers', '/containers/json', null, signal, (it) =>
        content(it, answers.containerRows).map(containerFact),
      ),
    async networksNamed(names, signal) {
      const found = await ask('list networks', '/networks', { name: exact(names) }, signal, (it) =>
        content(it, answers.networks),
      );
      return found
        .filter(({ Name }) => names.includes(Name))
        .map((it): ObjectFact => ({ name: it.Name, id: it.Id, labels: it.Labels ?? {} }));
    },
    async volumesNamed(names, signal) {
      const found = await ask('list volumes', '/volumes', { name: names }, signal, (it) =>
        content(it, answers.volumes),
      );
      return (found.Volumes ?? [])
        .filter(({ Name }) => names.includes(Name))
        .map((it): ObjectFact => ({ name: it.Name, id: it.Name, labels: it.Labels ?? {} }));
    },
    async imagesNamed(references, signal) {
      const found = await ask('list images', '/images/json', { reference: references }, signal, (it) =>
        content(it, answers.images),
      );
      return references.flatMap((name): ObjectFact[] => {
        const image = found.find(({ RepoTags }) => RepoTags?.includes(`${name}:latest`) || RepoTags?.includes(name));
        return image === undefined ? [] : [{ name, id: image.Id, labels: image.Labels ?? {} }];
      });
    },
    async inspect(container, signal) {
      const found = await named(container, signal);
      if (found !== null) return found;
      throw new FailureError(containerGone(container));
    },
  };
}

function serverAt({ endpoint, tls }: Connection): Server {
  if (endpoint.socket !== null) return { socket: endpoint.socket };
  const { hostname, port } = new URL(endpoint.host.replace(/^tcp:/, 'http:'));
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || (tls === null ? 2375 : 2376)), tls };
}

/** An answer that is what was asked for; throws the engine's own words otherwise. */
function checked(answer: Answer): Answer {
  if (answer.status === 200) return answer;
  throw refused(answer);
}

/** What an answer holds, checked; throws where it is something else. */
function content<T>(answer: Answer, schema: z.ZodMiniType<T>): T {
  const parsed = schema.safeParse(JSON.parse(checked(answer).body));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Error(`the answer is not as expected at "${issue?.path.map(String).join('.') ?? ''}"`);
}

/** Throws `engine/too-old`. */
function recent(found: EngineVersion): EngineVersion {
  const [major = 0, minor = 0] = found.apiVersion.split('.').map(Number);
  if (major > MIN_API[0] || (major === MIN_API[0] && minor >= MIN_API[1])) return found;
  throw new FailureError(engineTooOld({ ...found, minApi: MIN_API.join('.') }));
}

/** Each answer's headers hold what is shown; `/version` runs containerd, runc and init to ask them theirs, 30 ms. */
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
