import { FailureError } from '../../shared/failure.ts';
import { addressUnusable, contextOverSsh } from '../../shared/failures/engine-context.ts';
import { unbracketed } from '../../shared/unbracketed.ts';

/** Where an engine listens: a socket on this computer, or a host and port. */
export type EngineAddress =
  | { readonly socket: string }
  | { readonly socket: null; readonly hostname: string; readonly port: number | null };

/**
 * Parses the address of an engine, as DOCKER_HOST or a Docker context has it. `source`: the variable or context that names
 * it. Throws `engine/context-unknown` for what this app cannot use, such as SSH, named pipes, or an address without scheme.
 */
export function engineAddress(host: string, source: string): EngineAddress {
  if (host.startsWith('ssh://')) throw new FailureError(contextOverSsh(source, host));
  const unusable = (why: string): never => {
    throw new FailureError(addressUnusable(source, host, why));
  };
  if (host.startsWith('unix://')) {
    const socket = host.slice('unix://'.length);
    return socket.startsWith('/') ? { socket } : unusable('The path of a socket begins with a slash.');
  }
  if (!/^(tcp|https?):\/\//.test(host)) {
    const [, scheme] = /^([a-z]+):\/\//i.exec(host) ?? [];
    return unusable(
      scheme === undefined
        ? `It does not say how to connect; perhaps tcp://${host} is meant.`
        : `${scheme}:// is not supported here.`,
    );
  }
  const hostname = hostnameOf(host.replace(/^tcp:/, 'http:'));
  // The URL class drops a scheme's own port.
  const [, own] = /^[a-z]+:\/\/[^/]*:(\d+)(?:\/|$)/.exec(host) ?? [];
  if (hostname === '' || own === '0') return unusable('It has no valid host and port.');
  return { socket: null, hostname, port: own === undefined ? null : Number(own) };
}

/** Without the brackets of IPv6; empty if the address is not valid. */
function hostnameOf(url: string): string {
  try {
    return unbracketed(new URL(url).hostname);
  } catch {
    return '';
  }
}
