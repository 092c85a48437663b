import { hasNestedEngine } from '../../shared/mode.ts';
import { namesOf } from '../stack/names.ts';
import { isOurs } from '../stack/owner.ts';
import type { World } from '../world/world.ts';

/** The nested engine's script that takes name servers on standard input. */
const SCRIPT = '/usr/local/libexec/jenkins-tray/name-routes';
/** Servers rarely change without the network, whose changes come as events. */
const INTERVAL_MS = 5 * 60_000;
/** A VPN sets its servers a moment after its interface appears. */
const SETTLES_MS = 5000;
const TIMEOUT_MS = 15_000;

export interface NestedDns {
  /**
   * Passes on the host's name servers to the nested engine if they changed. Costs nothing if that was checked lately,
   * unless the network `changed`; then it is checked twice.
   */
  look(changed?: boolean): Promise<void>;
  close(): void;
}

/** Keeps the nested engine's name server on the host's servers as they change: VPNs, other networks. */
export function createNestedDns(world: World): NestedDns {
  let lookedAt = Number.NEGATIVE_INFINITY;
  let passedOn: string | null = null;
  let cancel = (): void => undefined;
  const pass = async (): Promise<void> => {
    lookedAt = world.clock.monotonic();
    passedOn = await passOn(world, passedOn, AbortSignal.timeout(TIMEOUT_MS));
  };
  return {
    async look(changed = false) {
      if (!changed && world.clock.monotonic() - lookedAt < INTERVAL_MS) return;
      if (changed) {
        cancel();
        cancel = world.clock.after(SETTLES_MS, () => void pass());
      }
      await pass();
    },
    close: () => cancel(),
  };
}

/** Returns which servers which container has now; `before`: what it returned last time. */
async function passOn(world: World, before: string | null, signal: AbortSignal): Promise<string | null> {
  try {
    const { settings } = world.settings.load();
    // With servers of the user's own there is no name server to tell.
    if (!hasNestedEngine(world.intent.load().mode) || settings.nested.dns.length > 0) return before;
    const names = namesOf(settings.instance, world.owner.load());
    const [engine] = await world.engine.containersNamed([names.nestedEngine], signal);
    if (engine?.state !== 'running' || !isOurs(engine.labels, names)) return before;
    const servers = await world.host.nameServers();
    // A start goes back to the servers of that time.
    const now = `${engine.id} ${engine.startedAt}\n${servers}`;
    if (now === before) return before;
    const ran = await world.engine.exec(names.nestedEngine, [SCRIPT], signal, servers);
    return ran.exitCode === 0 ? now : before;
  } catch {
    // An engine that is unreachable is reported elsewhere; the next look tries again.
    return before;
  }
}
