import { mtuTooLarge, namesUnresolved, storageSlow } from '../../../shared/failures/dind.ts';
import type { DoctorCheck } from '../check.ts';

/**
 * Asks a container of the nested engine, on the network of builds. Its image is empty, so that none has to be pulled or
 * be there: it gets the DinD container's own programs. Prints its MTU, whether it resolves a name, and whether the DinD
 * container does, which asks this computer's own servers, then the storage driver. Leaves nothing behind.
 */
export const NESTED_SCRIPT = `
image=jenkins-tray-check; root=$(mktemp -d) || exit 1; mounts=
for folder in bin sbin lib lib64; do
  if [ -L "/$folder" ]; then ln -s "$(readlink "/$folder")" "$root/$folder"
  elif [ -d "/$folder" ]; then mounts="$mounts -v /$folder:/$folder:ro"; fi
done
tar -C "$root" -c . | docker import - "$image" >/dev/null || exit 1
rm -rf "$root"
ask='timeout 5 getent hosts jenkins.io >/dev/null && echo yes || echo no'
inside=$(timeout 30 docker run --rm -v /usr:/usr:ro $mounts "$image" /bin/sh -c "cat /sys/class/net/eth0/mtu; $ask")
status=$?
docker rmi -f "$image" >/dev/null 2>&1
[ "$status" = 0 ] || exit 1
echo $inside $(sh -c "$ask") $(docker info -f '{{.Driver}}')`;

/** The containers of builds resolve host names as this computer does, and their MTU is not above the host's. */
const nestedCheck: DoctorCheck = {
  id: 'nested',
  title: 'Nested engine',
  needs: 'engine',
  async run({ world, settings, names }, { containers }, signal) {
    const engine = containers.find(({ name, state }) => name === names.nestedEngine && state === 'running');
    if (engine === undefined)
      return { state: 'skipped', detail: 'not running: a container in DinD would be asked for its MTU and DNS' };
    const ran = await world.engine.exec(engine.name, ['sh', '-c', NESTED_SCRIPT], signal);
    const [mtu, resolves, outer, driver] = ran.stdout.trim().split(' ');
    const inside = Number(mtu);
    if (ran.exitCode !== 0 || !(inside > 0))
      return { state: 'warning', detail: `no container could be started in it: ${ran.stderr.trim() || 'starting'}` };
    const outside = settings.nested.mtu ?? (await world.host.mtu());
    if (inside > outside)
      return {
        state: 'warning',
        detail: `its MTU ${inside} is above the host's ${outside}: connections may stall`,
        failure: mtuTooLarge(inside, outside),
      };
    if (driver === 'vfs')
      return { state: 'warning', detail: 'its storage driver is vfs: slow', failure: storageSlow() };
    if (resolves === 'yes') return { state: 'ok', detail: `MTU ${inside}, DNS works` };
    // Without the internet, or behind a company's proxy, nothing resolves it; that is not the nested engine's fault.
    if (outer !== 'yes')
      return { state: 'ok', detail: `MTU ${inside}; this computer's DNS servers know no internet host names either` };
    return {
      state: 'warning',
      detail: `MTU ${inside}; its containers cannot resolve internet host names`,
      failure: namesUnresolved(),
    };
  },
};

/** In display order. */
export const nestedChecks: readonly DoctorCheck[] = [nestedCheck];
