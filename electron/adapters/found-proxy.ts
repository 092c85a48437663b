import { join } from 'node:path';
import * as z from 'zod/mini';
import type { FoundProxy } from '../core/world/host.ts';
import { boundedFile } from './bounded-file.ts';
import { dockerFolder } from './engine/endpoint.ts';

const entry = z.object({
  httpProxy: z.optional(z.string()),
  httpsProxy: z.optional(z.string()),
  noProxy: z.optional(z.string()),
});
const configSchema = z.object({ proxies: z.optional(z.record(z.string(), entry)) });

/**
 * The proxies of docker's `config.json` (`proxies.default`), else of the environment; null if neither has any. One that
 * listens on this computer's loopback address is left out: no container could reach it.
 */
export function foundProxy(env: NodeJS.ProcessEnv): FoundProxy | null {
  return usable(ofDocker(env)) ?? usable(ofEnvironment(env));
}

function usable({ http, https, noProxy }: FoundProxy): FoundProxy | null {
  const reachable = (address: string): string => (isLoopback(address) ? '' : address);
  const found = { http: reachable(http), https: reachable(https), noProxy };
  return found.http === '' && found.https === '' ? null : found;
}

const isLoopback = (address: string): boolean =>
  /^(\w+:\/\/)?([^@/]*@)?(localhost|127(\.\d+){3}|\[::1\])(:|\/|$)/i.test(address);

function ofDocker(env: NodeJS.ProcessEnv): FoundProxy {
  let proxies: z.infer<typeof configSchema>['proxies'];
  try {
    ({ proxies } = configSchema.parse(
      JSON.parse(boundedFile(join(dockerFolder(env), 'config.json')).toString('utf8')),
    ));
  } catch {
    // As for docker itself: without a readable file there are none.
  }
  const { httpProxy = '', httpsProxy = '', noProxy = '' } = proxies?.default ?? {};
  return { http: httpProxy, https: httpsProxy, noProxy };
}

function ofEnvironment(env: NodeJS.ProcessEnv): FoundProxy {
  const either = (name: string): string => env[name] || env[name.toLowerCase()] || '';
  return { http: either('HTTP_PROXY'), https: either('HTTPS_PROXY'), noProxy: either('NO_PROXY') };
}
