import { gpuLostInDind } from '../../shared/failures/gpu.ts';
import { gpuLostNotice } from '../../shared/gpu.ts';
import { hasNestedEngine } from '../../shared/mode.ts';
import type { Notice } from '../../shared/notice.ts';
import { isRecent } from '../../shared/recent.ts';

import { namesOf } from '../stack/names.ts';
import { isOurs } from '../stack/owner.ts';
import type { World } from '../world/world.ts';
import { explain } from './explain.ts';
import { listsGpus } from './listings.ts';

/** Reloads of systemd and driver updates are rare: check every five minutes, sooner after an event. */
const INTERVAL_MS = 5 * 60_000;
const AFTER_EVENT_MS = 30_000;
const TIMEOUT_MS = 60_000;

export interface LostGpus {
  /** Set while the running DinD container has lost the GPUs that the host still sees. */
  notice(): Notice | null;
  /**
   * Checks if the last check is long enough ago, otherwise costs nothing. Call it with each reading while the host sees
   * GPUs, and with `event` when the engine reports a change.
   */
  look(event?: boolean): Promise<void>;
}

/** Notices when `systemctl daemon-reload` or a driver update took the GPUs from the running DinD container. */
export function createLostGpus(world: World, changed: (notice: Notice | null) => void): LostGpus {
  let notice: Notice | null = null;
  let lookedAt = Number.NEGATIVE_INFINITY;
  return {
    notice: () => notice,
    async look(event = false) {
      const now = world.clock.monotonic();
      // A notice goes away as soon as the GPUs are back.
      const afterEvent = notice === null ? AFTER_EVENT_MS : 0;
      if (isRecent(lookedAt, now, event ? afterEvent : INTERVAL_MS)) return;
      lookedAt = now;
      const before = notice?.id;
      notice = await lostGpus(world, AbortSignal.timeout(TIMEOUT_MS));
      if (notice?.id !== before) changed(notice);
    },
  };
}

/** Checks whether the running DinD container still has its GPUs; null if it has, or never had any. */
export async function lostGpus(world: World, signal: AbortSignal): Promise<Notice | null> {
  try {
    const { settings } = world.settings.load();
    const { mode, gpuless } = world.intent.load();
    if (!hasNestedEngine(mode) || gpuless !== null || !settings.gpu.attach || !(await world.host.hasGpu())) return null;
    const names = namesOf(settings.instance, world.owner.load());
    const [engine] = await world.engine.containersNamed([names.nestedEngine], signal);
    if (engine?.state !== 'running' || !isOurs(engine.labels, names)) return null;
    const ran = await world.engine.exec(names.nestedEngine, ['timeout', '20', 'nvidia-smi', '-L'], signal);
    const output = ran.stdout + ran.stderr;
    // A card that is lost beside others is lost for the computer as well.
    const failure = ran.exitCode === 0 || listsGpus(ran.exitCode, output) ? null : explain('nested', output);
    // Anything else, such as a container that was created without a driver, is shown as drift or explained by the ladder.
    if (failure?.code !== 'gpu/lost' && failure?.code !== 'gpu/driver-mismatch') return null;
    return { id: gpuLostNotice(engine.id), failure: gpuLostInDind(failure, names.nestedEngine) };
  } catch {
    // An engine that is unreachable or slow, and an unreadable file, are reported elsewhere; the next check tries again.
    return null;
  }
}
