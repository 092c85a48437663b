import { mtuTooLarge, namesUnresolved } from '../../../shared/failures/dind.ts';
import type { DoctorCheck } from '../check.ts';

/** Prints the bridge's MTU and whether a host name is resolved, which may time out in a network without internet access. */
const SCRIPT =
  'mtu=$(cat /sys/class/net/docker0/mtu) || exit 1; timeout 5 getent hosts jenkins.io >/dev/null && dns=yes || dns=no; echo "$mtu $dns"';

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
