import { imageBelongingOf, isOurs, mayBeOurs } from '../../stack/owner.ts';
import type { DoctorCheck } from '../check.ts';

/** Whether objects with our names exist that are not ours. */
const namesCheck: DoctorCheck = {
  id: 'names',
  title: 'Names',
  needs: 'engine',
  run: ({ names }, facts) => {
    const objects = [...facts.containers, ...facts.volumes, ...facts.networks];
    const foreign = [
      ...objects.filter(({ labels }) => !isOurs(labels, names)),
      ...facts.images.filter(({ labels }) => !mayBeOurs(imageBelongingOf(labels, names))),
    ];
    const context = facts.context !== null && facts.context.instance !== names.instance ? [facts.context] : [];
    const list = [...foreign, ...context].map(({ name }) => name).join(', ');
    if (list === '') return { state: 'ok', detail: 'free, or ours' };
    return {
      state: 'warning',
      detail: `${list}: not created by Jenkins Tray; used or taken over with your consent`,
    };
  },
};

/** In display order. */
export const namesChecks: readonly DoctorCheck[] = [namesCheck];
