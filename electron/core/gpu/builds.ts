import type { Result } from '../../shared/failure.ts';
import type { Build } from '../../shared/snapshot.ts';
import { namesOf } from '../names.ts';
import { asJenkins, runningMode } from '../observe.ts';
import type { Ports } from '../ports.ts';

/** The builds that run now, asked of whichever Jenkins of ours runs: one engine request and one of Jenkins'. */
export async function buildsNow(ports: Ports, signal: AbortSignal): Promise<Result<readonly Build[]>> {
  const { settings } = ports.settings.load();
  const names = namesOf(settings.instance);
  const mode = runningMode(await ports.engine.containersNamed(Object.values(names.jenkins), signal), names);
  if (mode === null) return { ok: true, value: [] };
  return asJenkins(ports, settings, mode, (address) => ports.jenkins.running(address, signal));
}
