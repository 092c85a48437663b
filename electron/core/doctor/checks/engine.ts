import type { DoctorCheck } from '../check.ts';

/** The engine answers. */
export const engineCheck: DoctorCheck = {
  id: 'engine',
  title: 'Docker engine',
  needs: 'nothing',
  run: ({ world }, look) => {
    if (!look.ok) return { state: 'failed', detail: world.endpoint.host, failure: look.failure };
    const { version, apiVersion } = look.value.engine;
    return { state: 'ok', detail: `Docker ${version} (API ${apiVersion})` };
  },
};

/** Which Docker context leads there. */
export const contextCheck: DoctorCheck = {
  id: 'context',
  title: 'Docker context',
  needs: 'engine',
  run: ({ world }) => ({ state: 'ok', detail: `${world.endpoint.context}: ${world.endpoint.host}` }),
};
