import type { Failure } from '../../shared/failure.ts';
import { consentNeeded } from '../../shared/failures/consent.ts';
import type { Intent } from '../../shared/snapshot.ts';
import type { Plan } from '../plan/inputs.ts';

/** Why a plan must not run: a block, or questions without consent. Null if it may run. */
export function refusalOf({ blocks, questions }: Plan, { consents }: Pick<Intent, 'consents'>): Failure | null {
  const block = blocks[0];
  if (block !== undefined) return block;
  const open = questions.filter(({ id }) => !consents.includes(id));
  return open.length === 0 ? null : consentNeeded(open.map(({ text }) => text));
}
