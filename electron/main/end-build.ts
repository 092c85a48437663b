import { asJenkins } from '../core/observe/observe.ts';
import { buildName, jobPath } from '../shared/build-name.ts';
import { FailureError, unwrap } from '../shared/failure.ts';
import { buildNotEnded } from '../shared/failures/jenkins.ts';
import type { GpuBuild } from '../shared/gpu.ts';
import type { CoreSession } from './core-session.ts';
import { placeNow } from './running-place.ts';

/** Ends a running build, as its page in Jenkins does. Throws if it does not run, or Jenkins refuses. */
export async function endBuild(session: CoreSession, { job, number }: GpuBuild, signal: AbortSignal): Promise<void> {
  const { settings } = session.settings.load();
  const { world } = session.core;
  const place = await placeNow(session, signal);
  const found =
    place === null ? [] : unwrap(await asJenkins(world, settings, place, (at) => world.jenkins.running(at, signal)));
  const build = found.find((one) => one.job === job && one.number === number);
  const path = jobPath(build?.url ?? '')?.replace(/\/+$/, '');
  if (place === null || path === undefined) {
    throw new FailureError(buildNotEnded(buildName({ job, number }), 'It is not running.'));
  }
  unwrap(await asJenkins(world, settings, place, (at) => world.jenkins.stop(at, path, signal)));
}
