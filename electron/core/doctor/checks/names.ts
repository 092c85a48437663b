import { isOurs } from '../../stack/labels.ts';
import type { DoctorCheck } from '../check.ts';

/** Objects of our names that somebody else made. */
export const namesCheck: DoctorCheck = {
  id: 'names',
  title: 'Names',
  needs: 'engine',
  run: ({ names }, facts) => {
    const strangers = [...facts.containers, ...facts.volumes, ...facts.networks, ...facts.images].filter(
      ({ labels }) => !isOurs(labels, names.instance),
    );
    const context = facts.context !== null && facts.context.instance !== names.instance ? [facts.context] : [];
    if (strangers.length + context.length === 0) return { state: 'ok', detail: 'free, or ours' };
    const list = [...strangers, ...context].map(({ name }) => name).join(', ');
    return {
      state: 'warning',
      detail: `${list}: not made by Jenkins Tray; used or taken over on your consent`,
    };
  },
};
