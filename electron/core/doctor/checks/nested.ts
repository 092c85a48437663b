import { mtuTooLarge, namesUnresolved } from '../../../shared/failures/dind.ts';
import type { DoctorCheck } from '../check.ts';

/**
 * Prints the MTU that nested containers get, and whether a host name is resolved by the servers that they ask: those of
 * the start script, else dockerd's public ones. The bridge itself stays at 1500 until a container is on it.
 */
const SCRIPT = `
mtu=$(docker network inspect bridge -f '{{index .Options "com.docker.network.driver.mtu"}}' 2>/dev/null)
[ "$mtu" -gt 0 ] 2>/dev/null || mtu=$(cat /sys/class/net/docker0/mtu) || exit 1
servers=$(cat /run/jenkins-tray.dns 2>/dev/null); file=$(mktemp)
for server in \${servers:-8.8.8.8 8.8.4.4}; do echo "nameserver $server" >> "$file"; done
export file
dns=$(unshare -m sh -c 'mount --bind "$file" /etc/resolv.conf && { timeout 5 getent hosts jenkins.io >/dev/null && echo yes || echo no; }') ||
  { timeout 5 getent hosts jenkins.io >/dev/null && dns=yes || dns=no; }
rm -f "$file"; echo "$mtu $dns"`;

/** The nested engine resolves host names, and its MTU is not above the host's. */
const nestedCheck: DoctorCheck = {
  id: 'nested',
  title: 'Nested engine',
  needs: 'engine',
  async run({ world, settings, names }, { containers }, signal) {
    const engine = containers.find(({ name, state }) => name === names.nestedEngine && state === 'running');
    if (engine === undefined) return { state: 'skipped', detail: 'not running' };
    const ran = await world.engine.exec(engine.name, ['sh', '-c', SCRIPT], signal);
    const [mtu, resolves] = ran.stdout.trim().split(' ');
    const inside = Number(mtu);
    if (ran.exitCode !== 0 || !(inside > 0))
      return { state: 'warning', detail: `its bridge is not up yet: ${ran.stderr.trim() || 'starting'}` };
    const outside = settings.nested.mtu ?? (await world.host.mtu());
    if (inside > outside)
      return {
        state: 'warning',
        detail: `its MTU ${inside} is above the host's ${outside}: connections may stall`,
        failure: mtuTooLarge(inside, outside),
      };
    if (resolves !== 'yes')
      return {
        state: 'warning',
        detail: `MTU ${inside}; it cannot resolve internet host names`,
        failure: namesUnresolved(),
      };
    return { state: 'ok', detail: `MTU ${inside}, DNS works` };
  },
};

/** In display order. */
export const nestedChecks: readonly DoctorCheck[] = [nestedCheck];
