import { lookAtBase, newerIn } from '../../observe/newer-base.ts';
import type { DoctorCheck } from '../check.ts';

/** Whether the registry has a newer image under the name of Jenkins' base. */
const baseCheck: DoctorCheck = {
  id: 'base',
  title: 'Base image',
  needs: 'engine',
  run: async ({ world, settings }, _facts, signal) => {
    const { checkForNewer, jenkinsBase } = settings.images;
    if (!checkForNewer) return { state: 'skipped', detail: 'not looked for (images.checkForNewer)' };
    const look = await lookAtBase(world, signal).catch(() => null);
    signal.throwIfAborted();
    if (look === null) return { state: 'skipped', detail: `the registry of ${jenkinsBase} does not say` };
    const failure = newerIn(look);
    return failure === null
      ? { state: 'ok', detail: `${jenkinsBase} is the newest` }
      : { state: 'warning', detail: failure.title, failure };
  },
};

export const baseChecks: readonly DoctorCheck[] = [baseCheck];
