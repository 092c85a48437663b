import { consent, hasConsent } from '../../shared/consents.ts';
import type { Failure } from '../../shared/failure.ts';
import { copyAnew } from '../../shared/failures/home-copy.ts';
import type { Intent } from '../../shared/snapshot.ts';
import type { Facts } from '../observe/facts.ts';
import { wayBack } from '../plan/other-questions.ts';
import type { Step } from '../plan/steps.ts';

/**
 * The failure of a request that has stopped a unit of this computer, now or in an earlier pass, which only its user can
 * start again. `ended`: the steps of this pass that were carried out.
 */
export function withWayBack(
  failure: Failure,
  { consents }: Intent,
  { preflight }: Facts,
  ended: readonly Step[],
  home: string,
): Failure {
  const now = ended.flatMap((step) => (step.kind === 'stop-host' ? [step.jenkins] : []));
  const before = (preflight?.hostJenkins ?? []).filter(
    ({ name, home: its, pid, enabled }) =>
      pid === null && !enabled && hasConsent(consents, consent.takeOverHost(name, its)),
  );
  const copied = ended.flatMap((step) =>
    step.kind === 'copy-home'
      ? [
          `The copy of its home in ${step.home} stays, and has nothing of what ${step.name} does from now on. ${copyAnew(step.name)}`,
        ]
      : [],
  );
  const units = [...now, ...before]
    .filter(({ unit }) => unit !== null)
    .map(
      (it) => `${it.name} was stopped and no longer starts; to bring it back: ${wayBack(it, home, it.home === home)}.`,
    );
  const told = [...copied, ...units];
  return told.length === 0 ? failure : { ...failure, detail: [failure.detail, ...told].join(' ').trim() };
}
