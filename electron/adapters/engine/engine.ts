import type Docker from 'dockerode';
import type { EngineClient } from '../../core/world/engine.ts';
import type { HttpGet } from '../http/http-get.ts';
import { lateGet } from '../http/late-get.ts';
import { engineAddress } from './address.ts';
import { Caller } from './call.ts';
import type { EngineCommands } from './commands.ts';
import type { Connection } from './endpoint.ts';
import { createQueries } from './queries.ts';
import type { WatchedNames } from './watch.ts';

export type CountingEngine = EngineClient & { requests(): number };

/** A client for the engine; `names`: the objects to watch. Commands are loaded when they are first used. */
export function createEngine(connection: Connection, names: WatchedNames, get: HttpGet = lateGet): CountingEngine {
  const caller = new Caller(connection.endpoint);
  let client: Promise<Docker> | null = null;
  let loaded: Promise<EngineCommands> | null = null;
  const docker = (): Promise<Docker> => {
    client ??= connect(connection);
    return client;
  };
  const commands = (): Promise<EngineCommands> => {
    loaded ??= Promise.all([import('./commands.ts'), docker()]).then(([{ createCommands }, it]) =>
      createCommands(it, caller),
    );
    return loaded;
  };
  return {
    requests: () => caller.requests,
    ...createQueries(connection, caller, get),
    baseDigests: async (...parameters) => (await commands()).baseDigests(...parameters),
    createNetwork: async (...parameters) => (await commands()).createNetwork(...parameters),
    createVolume: async (...parameters) => (await commands()).createVolume(...parameters),
    buildImage: async (...parameters) => (await commands()).buildImage(...parameters),
    tagImage: async (...parameters) => (await commands()).tagImage(...parameters),
    createContainer: async (...parameters) => (await commands()).createContainer(...parameters),
    start: async (...parameters) => (await commands()).start(...parameters),
    unpause: async (...parameters) => (await commands()).unpause(...parameters),
    stop: async (...parameters) => (await commands()).stop(...parameters),
    reinstate: async (...parameters) => (await commands()).reinstate(...parameters),
    retire: async (...parameters) => (await commands()).retire(...parameters),
    removeContainer: async (...parameters) => (await commands()).removeContainer(...parameters),
    removeNetwork: async (...parameters) => (await commands()).removeNetwork(...parameters),
    removeVolume: async (...parameters) => (await commands()).removeVolume(...parameters),
    removeImage: async (...parameters) => (await commands()).removeImage(...parameters),
    logTail: async (...parameters) => (await commands()).logTail(...parameters),
    followLog: async (...parameters) => (await commands()).followLog(...parameters),
    readLog: async (...parameters) => (await commands()).readLog(...parameters),
    exec: async (...parameters) => (await commands()).exec(...parameters),
    runOneShot: async (...parameters) => (await commands()).runOneShot(...parameters),
    watch: (changed, signal) =>
      void import('./watch.ts').then(({ watchEvents }) => watchEvents(docker, names, changed, signal)),
  };
}

/** A dockerode client for this connection; loads dockerode. */
export async function connect({ endpoint, tls }: Connection): Promise<Docker> {
  const address = engineAddress(endpoint.host, endpoint.context);
  // Loads Node's HTTP, which `status` does without.
  const [{ default: Dockerode }, { boundRequests }] = await Promise.all([
    import('dockerode'),
    import('./bounded-requests.ts'),
  ]);
  const docker = withoutVariables(() => {
    if (address.socket !== null) return new Dockerode({ socketPath: address.socket, host: '', port: 0 });
    const port = address.port ?? (tls === null ? 2375 : 2376);
    const protocol = tls === null ? 'http' : 'https';
    return new Dockerode({ host: address.hostname, port, protocol, ...(tls ?? {}) });
  });
  boundRequests(docker, tls === null ? undefined : (await import('node:https')).request);
  return docker;
}

/** dockerode reads Docker's variables also where all is given: it would fail on stale ones, or use their certificates. */
function withoutVariables<T>(create: () => T): T {
  const kept = { ...process.env };
  for (const name of Object.keys(kept)) if (name.startsWith('DOCKER_')) delete process.env[name];
  try {
    return create();
  } finally {
    Object.assign(process.env, kept);
  }
}
