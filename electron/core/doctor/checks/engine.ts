import { engineFromSnap, engineRemapped, engineRootless } from '../../../shared/failures/engine-kind.ts';
import { modeName } from '../../../shared/mode.ts';
import { isOurs } from '../../stack/owner.ts';
import type { DoctorCheck } from '../check.ts';

/** Where the engine of the snap keeps its data. */
const SNAP = /^\/var\/snap\//;

/** The engine responds, and Jenkins can run on it. */
const engineCheck: DoctorCheck = {
  id: 'engine',
  title: 'Docker engine',
  needs: 'nothing',
  run: async ({ world, names }, observed, signal) => {
    if (!observed.ok) return { state: 'failed', detail: world.endpoint.host, failure: observed.failure };
    const { containers, engine, preflight } = observed.value;
    const detail = `Docker ${engine.version} (API ${engine.apiVersion})`;
    // With a container of an earlier version, DooD goes on.
    const runsHere = containers.some(({ labels }) => isOurs(labels, names));
    if (preflight.users === 'rootless')
      return { state: runsHere ? 'warning' : 'failed', detail, failure: engineRootless() };
    if (preflight.users === 'remapped')
      return { state: 'warning', detail: `${detail}, for DinD alone`, failure: engineRemapped(modeName('dood')) };
    const root = await world.engine.dataRoot(signal);
    if (SNAP.test(root)) return { state: 'warning', detail: `${detail}, from a snap`, failure: engineFromSnap(root) };
    return { state: 'ok', detail };
  },
};

/** The Docker context of the engine. */
const contextCheck: DoctorCheck = {
  id: 'context',
  title: 'Docker context',
  needs: 'engine',
  run: ({ world }) => ({ state: 'ok', detail: `${world.endpoint.context}: ${world.endpoint.host}` }),
};

/** In display order. */
export const engineChecks: readonly DoctorCheck[] = [engineCheck, contextCheck];
