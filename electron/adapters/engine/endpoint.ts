import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { EngineEndpoint } from '../../core/world/world.ts';
import { FailureError } from '../../shared/failure.ts';
import { contextOverSsh, contextUnknown } from '../../shared/failures/engine-context.ts';
import type { TlsFiles } from '../http/http-get.ts';
import { contextsIn, DEFAULT_HOST, dockerConfig } from './contexts.ts';

/** An endpoint and its TLS files. */
export interface Connection {
  readonly endpoint: EngineEndpoint;
  readonly tls: TlsFiles | null;
}

/** The user's docker configuration folder. */
export const dockerFolder = (env: NodeJS.ProcessEnv): string => env.DOCKER_CONFIG || join(homedir(), '.docker');

/** The engine of the context in the settings, else the one that the docker command would use. Throws `engine/context-unknown`. */
export function resolveConnection(contextSetting: string, env: NodeJS.ProcessEnv): Connection {
  const folder = dockerFolder(env);
  if (contextSetting === '' && env.DOCKER_HOST !== undefined && env.DOCKER_HOST !== '') {
    const tlsFolder =
      env.DOCKER_TLS_VERIFY === undefined || env.DOCKER_TLS_VERIFY === '' ? null : (env.DOCKER_CERT_PATH ?? folder);
    return connection(env.DOCKER_HOST, 'DOCKER_HOST', tlsFolder);
  }
  const context = contextSetting || env.DOCKER_CONTEXT || dockerConfig(folder).currentContext;
  if (context === undefined || context === '' || context === 'default')
    return connection(DEFAULT_HOST, 'default', null);
  const known = contextsIn(folder);
  const found = known.find(({ name }) => name === context);
  if (found === undefined)
    throw new FailureError(contextUnknown(context, ['default', ...known.map(({ name }) => name)]));
  const tls = join(folder, 'contexts', 'tls', found.id, 'docker');
  return connection(found.host, context, existsSync(tls) ? tls : null);
}

function connection(host: string, context: string, tlsFolder: string | null): Connection {
  if (host.startsWith('ssh://')) throw new FailureError(contextOverSsh(context, host));
  const read = (name: string) => readFileSync(join(tlsFolder ?? '', name));
  const socket = host.startsWith('unix://') ? host.slice('unix://'.length) : null;
  return {
    endpoint: { host, context, socket },
    tls: tlsFolder === null ? null : { ca: read('ca.pem'), cert: read('cert.pem'), key: read('key.pem') },
  };
}
