import type { DoctorCheck } from '../check.ts';

/** The engine responds. */
const engineCheck: DoctorCheck = {
  id: 'engine',
  title: 'Docker engine',
  needs: 'nothing',
  run: ({ world }, observed) => {
    if (!observed.ok) return { state: 'failed', detail: world.endpoint.host, failure: observed.failure };
    const { version, apiVersion } = observed.value.engine;
    return { state: 'ok', detail: `Docker ${version} (API ${apiVersion})` };
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
