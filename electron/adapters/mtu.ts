import * as fs from 'node:fs';

/** Any address on the internet: only its route is looked up, nothing is sent. */
const SOMEWHERE = [['1.1.1.1'], ['-6', '2606:4700:4700::1111']] as const;
const TIMEOUT_MS = 1000;
const ETHERNET_MTU = 1500;

/**
 * MTU of the way out to the internet, bytes: of the interface that the kernel would use, so also of a VPN that takes all
 * traffic without a default route of its own, or that of the route itself; by IPv6 if there is no way by IPv4. 1500 if
 * there is none.
 */
export async function wayOutMtu(env: NodeJS.ProcessEnv): Promise<number> {
  for (const to of SOMEWHERE) {
    const route = await routeTo(to, env);
    const own = Number(/\bmtu (?:lock )?(\d+)/.exec(route)?.[1] ?? 0);
    const device = /\bdev (\S+)/.exec(route)?.[1];
    const mtu = own || (device === undefined ? 0 : mtuOf(device));
    if (mtu > 0) return mtu;
  }
  const device = defaultDevice();
  return (device === null ? 0 : mtuOf(device)) || ETHERNET_MTU;
}

/** What `ip route get` prints; empty without a route or without `ip`. */
async function routeTo(to: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  const { execFile } = await import('node:child_process');
  const family = to.slice(0, -1);
  const args = [...family, '-o', 'route', 'get', to.at(-1) ?? ''];
  return new Promise((resolve) => {
    execFile('ip', args, { env, timeout: TIMEOUT_MS }, (error, stdout) => resolve(error === null ? stdout : ''));
  });
}

function mtuOf(device: string): number {
  try {
    return Number(fs.readFileSync(`/sys/class/net/${device}/mtu`, 'utf8'));
  } catch {
    return 0;
  }
}

/** The interface of the default route: destination 0 in /proc/net/route (proc(5)). */
function defaultDevice(): string | null {
  try {
    const rows = fs.readFileSync('/proc/net/route', 'utf8').split('\n').slice(1);
    return rows.map((line) => line.split(/\s+/)).find((fields) => fields[1] === '00000000')?.[0] ?? null;
  } catch {
    return null;
  }
}
