import { homedir } from 'node:os';
import { join } from 'node:path';
import type { EngineEndpoint } from '../../core/world/world.ts';
import { FailureError } from '../../shared/failure.ts';
import { certificatesUnusable, contextUnknown } from '../../shared/failures/engine-context.ts';
import type { TlsFiles } from '../http/http-get.ts';
import { engineAddress } from './address.ts';
import { contextsIn, DEFAULT_HOST, dockerConfig } from './contexts.ts';
import { tlsFilesIn } from './tls-files.ts';

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
  if (contextSetting === '' && env.DOCKER_HOST) return fromVariables(env.DOCKER_HOST, folder, env);
  const context = contextSetting || env.DOCKER_CONTEXT || dockerConfig(folder).currentContext;
  if (context === undefined || context === '' || context === 'default')
    return connection(DEFAULT_HOST, 'default', 'default', null);
  const known = contextsIn(folder);
  const found = known.find(({ name }) => name === context);
  if (found === undefined)
    throw new FailureError(contextUnknown(context, ['default', ...known.map(({ name }) => name)]));
  const source = `The Docker context ${context}`;
  const tls = tlsFilesIn(join(folder, 'contexts', 'tls', found.id, 'docker'), source);
  return connection(found.host, context, source, tls);
}

function fromVariables(host: string, folder: string, env: NodeJS.ProcessEnv): Connection {
  if (!env.DOCKER_TLS_VERIFY) return connection(host, 'DOCKER_HOST', 'DOCKER_HOST', null);
  const source = env.DOCKER_CERT_PATH ? 'DOCKER_CERT_PATH' : 'DOCKER_TLS_VERIFY';
  const certificates = env.DOCKER_CERT_PATH || folder;
  const tls = tlsFilesIn(certificates, source);
  if (tls === null) throw new FailureError(certificatesUnusable(source, certificates, 'It has none.'));
  return connection(host, 'DOCKER_HOST', 'DOCKER_HOST', tls);
}

function connection(host: string, context: string, source: string, tls: TlsFiles | null): Connection {
  const { socket } = engineAddress(host, source);
  return { endpoint: { host, context, socket }, tls: socket === null ? tls : null };
}
