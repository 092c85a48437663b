import type { BuildsEngine } from '../../shared/mode.ts';
import type { Mount } from '../world/specs.ts';
import type { Names } from './names.ts';
import { SOCKET, SOCKET_GROUP, socketAtEngine } from './stack.ts';

/** What the Jenkins container needs to reach the engine of its builds. */
export interface EngineAccess {
  readonly env: readonly string[];
  readonly mounts: readonly Mount[];
  /** Additional groups of its user. */
  readonly groups: readonly string[];
}

interface AccessInputs {
  readonly names: Names;
  /** The host engine's socket; null for the default path. */
  readonly socket: string | null;
}

/** Over TLS with the nested engine's client certificate, or through the host engine's socket. */
export const engineAccess: Readonly<Record<BuildsEngine, (inputs: AccessInputs) => EngineAccess>> = {
  nested: ({ names }) => ({
    env: [`DOCKER_HOST=tcp://${names.nestedEngine}:2376`, 'DOCKER_TLS_VERIFY=1', 'DOCKER_CERT_PATH=/certs/client'],
    mounts: [{ Type: 'volume', Source: names.volumes.client, Target: '/certs/client', ReadOnly: true }],
    groups: [],
  }),
  host: ({ socket }) => ({
    env: [],
    mounts: [
      {
        Type: 'bind',
        Source: socketAtEngine(socket),
        Target: SOCKET,
        ReadOnly: false,
        BindOptions: { Propagation: 'rprivate' },
      },
    ],
    groups: [SOCKET_GROUP],
  }),
};
