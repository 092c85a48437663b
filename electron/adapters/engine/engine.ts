import type Docker from 'dockerode';
import type { EngineClient } from '../../core/world/engine.ts';
import type { HttpGet } from '../http/http-get.ts';
import { lateGet } from '../http/late-get.ts';
import { Caller } from './call.ts';
import type { EngineCommands } from './commands.ts';
import type { Connection } from './endpoint.ts';
import { createQueries } from './queries.ts';
import type { WatchedNames } from './watch.ts';

export type CountingEngine = EngineClient & { requests(): number };

/** The engine behind a connection; objects of these names are watched. What changes something is loaded when that begins. */
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
    createNetwork: async (...given) => (await commands()).createNetwork(...given),
    createVolume: async (...given) => (await commands()).createVolume(...given),
    buildImage: async (...given) => (await commands()).buildImage(...given),
    createContainer: async (...given) => (await commands()).createContainer(...given),
    start: async (...given) => (await commands()).start(...given),
    stop: async (...given) => (await commands()).stop(...given),
    putAside: async (...given) => (await commands()).putAside(...given),
    removeContainer: async (...given) => (await commands()).removeContainer(...given),
    removeNetwork: async (...given) => (await commands()).removeNetwork(...given),
    removeVolume: async (...given) => (await commands()).removeVolume(...given),
    removeImage: async (...given) => (await commands()).removeImage(...given),
    logTail: async (...given) => (await commands()).logTail(...given),
    followLog: async (...given) => (await commands()).followLog(...given),
    readLog: async (...given) => (await commands()).readLog(...given),
    exec: async (...given) => (await commands()).exec(...given),
    runOneShot: async (...given) => (await commands()).runOneShot(...given),
    watch: (changed, signal) =>
      void import('./watch.ts').then(({ watchEvents }) => watchEvents(docker, names, changed, signal)),
  };
}

/** A client for this connection; dockerode is loaded now. */
export async function connect({ endpoint, tls }: Connection): Promise<Docker> {
  const { default: Dockerode } = await import('dockerode');
  if (endpoint.socket !== null) return new Dockerode({ socketPath: endpoint.socket, host: '', port: 0 });
  const url = new URL(endpoint.host.replace(/^tcp:/, tls === null ? 'http:' : 'https:'));
  const port = Number(url.port || (tls === null ? 2375 : 2376));
  return new Dockerode({ host: url.hostname, port, protocol: tls === null ? 'http' : 'https', ...(tls ?? {}) });
}
