import type Docker from 'dockerode';
import type { EngineClient } from '../../core/world/engine.ts';
import type { Acts } from './acts.ts';
import { Caller } from './call.ts';
import type { Connection } from './endpoint.ts';
import { createReads } from './reads.ts';
import type { WatchedNames } from './watch.ts';

export type CountingEngine = EngineClient & { requests(): number };

/** The engine behind a connection; objects of these names are watched. What changes something is loaded when that begins. */
export function createEngine(connection: Connection, names: WatchedNames): CountingEngine {
  const caller = new Caller(connection.endpoint);
  let client: Promise<Docker> | null = null;
  let loaded: Promise<Acts> | null = null;
  const docker = (): Promise<Docker> => {
    client ??= connect(connection);
    return client;
  };
  const acts = (): Promise<Acts> => {
    loaded ??= Promise.all([import('./acts.ts'), docker()]).then(([{ createActs }, it]) => createActs(it, caller));
    return loaded;
  };
  return {
    requests: () => caller.requests,
    ...createReads(connection, caller),
    createNetwork: async (...given) => (await acts()).createNetwork(...given),
    createVolume: async (...given) => (await acts()).createVolume(...given),
    buildImage: async (...given) => (await acts()).buildImage(...given),
    createContainer: async (...given) => (await acts()).createContainer(...given),
    start: async (...given) => (await acts()).start(...given),
    stop: async (...given) => (await acts()).stop(...given),
    putAside: async (...given) => (await acts()).putAside(...given),
    removeContainer: async (...given) => (await acts()).removeContainer(...given),
    removeNetwork: async (...given) => (await acts()).removeNetwork(...given),
    removeVolume: async (...given) => (await acts()).removeVolume(...given),
    removeImage: async (...given) => (await acts()).removeImage(...given),
    logTail: async (...given) => (await acts()).logTail(...given),
    followLog: async (...given) => (await acts()).followLog(...given),
    readLog: async (...given) => (await acts()).readLog(...given),
    exec: async (...given) => (await acts()).exec(...given),
    runOnce: async (...given) => (await acts()).runOnce(...given),
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
