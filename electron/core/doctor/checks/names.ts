import { isOurs } from '../../stack/labels.ts';
import type { DoctorCheck } from '../check.ts';

/** Whether objects with our names exist that are not ours. */
const namesCheck: DoctorCheck = {
  id: 'names',
  title: 'Names',
  needs: 'engine',
  run: ({ names }, facts) => {
    const foreign = [...facts.containers, ...facts.volumes, ...facts.networks, ...facts.images].filter(
      ({ labels }) => !isOurs(labels, names.instance),
    );
    const context = facts.context !== null && facts.context.instance !== names.instance ? [facts.context] : [];
    if (foreign.length + context.length === 0) return { state: 'ok', detail: 'free, or ours' };
    const list = [...foreign, ...context].map(({ name }) => name).join(', ');
    return {
      state: 'warning',
      detail: `${list}: not created by Jenkins Tray; used or taken over with your consent`,
    };
  },
};

/** In display order. */
export const namesChecks: readonly DoctorCheck[] = [namesCheck];
