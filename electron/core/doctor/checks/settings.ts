import type { DoctorCheck } from '../check.ts';

/** The settings file is readable and valid. */
const settingsCheck: DoctorCheck = {
  id: 'settings',
  title: 'Settings',
  needs: 'nothing',
  run: ({ world, problem }) =>
    problem === null
      ? { state: 'ok', detail: world.settings.path }
      : { state: 'failed', detail: problem.title, failure: problem },
};

/** In display order. */
export const settingsChecks: readonly DoctorCheck[] = [settingsCheck];
