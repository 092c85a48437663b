import { readFileSync } from 'node:fs';
import { isOnPath } from './on-path.ts';

const TIMEOUT_MS = 2000;

/**
 * This computer's name servers that containers can reach, one per line: an address, or `domain address` for the names
 * below a domain, as VPNs have. Empty if there are none, as with a server on this computer alone.
 */
export async function nameServersOf(env: NodeJS.ProcessEnv, resolvConf = '/etc/resolv.conf'): Promise<string> {
  if (!isOnPath('resolvectl', env)) return lines(inResolvConf(resolvConf));
  const [dns, domain] = await Promise.all([resolvectl('dns', env), resolvectl('domain', env)]);
  if (dns === '') return lines(inResolvConf(resolvConf));
  return lines(fromResolved(dns, domain, await resolvectl('default-route', env)));
}

const lines = (all: readonly string[]): string => [...new Set(all)].map((line) => `${line}\n`).join('');

/** No container reaches a server on the loopback device, or one at an address that needs an interface. */
const isReachable = (server: string): boolean => !/^(127\.|::1$|fe80:)|%/i.test(server);

/** `192.168.1.1`, from `192.168.1.1#dns.example` and the like, which name the server's certificate. */
const plain = (server: string): string => server.replace(/#.*$/, '');

/** The words after each link's name in the output of a command of `resolvectl`: `Link 2 (eth0): 192.168.1.1`. */
function perLink(output: string): ReadonlyMap<string, readonly string[]> {
  return new Map(
    output.split('\n').flatMap((line) => {
      const found = /^(Global|Link \d+ \([^)]*\)):(.*)$/.exec(line.trim());
      return found === null ? [] : [[found[1] ?? '', (found[2] ?? '').split(/\s+/).filter((word) => word !== '')]];
    }),
  );
}

/** What systemd-resolved asks for what (resolvectl(1)): a link's domains are its own, `~.` means every name. */
export function fromResolved(dns: string, domain: string, defaultRoute: string): readonly string[] {
  const domains = perLink(domain);
  const routes = perLink(defaultRoute);
  const links = [...perLink(dns)].map(([link, servers]) => ({
    servers: servers.map(plain).filter(isReachable),
    domains: (domains.get(link) ?? []).map((name) => name.replace(/^~/, '').replace(/\.$/, '')),
    isDefault: link === 'Global' || routes.get(link)?.[0] !== 'no',
  }));
  const takesAll = links.filter((link) => link.domains.includes(''));
  const everything = takesAll.length > 0 ? takesAll : links.filter((link) => link.isDefault);
  return [
    ...everything.flatMap(({ servers }) => servers),
    ...links.flatMap(({ servers, domains: own }) =>
      own.filter((name) => name !== '').flatMap((name) => servers.map((server) => `${name} ${server}`)),
    ),
  ];
}

function inResolvConf(path: string): readonly string[] {
  try {
    const text = readFileSync(path, 'utf8');
    return [...text.matchAll(/^nameserver\s+(\S+)/gm)].map(([, server = '']) => server).filter(isReachable);
  } catch {
    return [];
  }
}

async function resolvectl(command: string, env: NodeJS.ProcessEnv): Promise<string> {
  const { execFile } = await import('node:child_process');
  return new Promise((resolve) => {
    execFile('resolvectl', [command], { env: { ...env, LC_ALL: 'C' }, timeout: TIMEOUT_MS }, (error, stdout) =>
      resolve(error === null ? stdout : ''),
    );
  });
}
