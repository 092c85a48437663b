import { consent, isComeBack } from '../../shared/consents.ts';
import type { ContainerFact } from '../world/engine.ts';
import type { Findings } from './findings.ts';

/** So many restarts by its policy, without being ready, are a loop. */
const LOOPING = 3;

/** What is wrong with a nested engine that runs or restarts, as a state; null: nothing. */
export function engineTrouble(engine: ContainerFact): string | null {
  if (engine.health === 'unhealthy') return 'unhealthy';
  return engine.health !== 'healthy' && isLooping(engine) ? 'restarts again and again' : null;
}

/** What is wrong with a Jenkins that runs or restarts, as a state; null: nothing, or its first start is still waited for. */
export function jenkinsTrouble(jenkins: ContainerFact, { facts, hasConsent, intent }: Findings): string | null {
  const isNew = intent.consents.some(isComeBack) && !hasConsent(consent.comeBack(jenkins.id));
  // On a new home it restarts until it gets its secrets.
  if (isNew || facts.home.fresh === true || facts.page?.kind === 'ready') return null;
  return isLooping(jenkins) ? 'restarts again and again' : null;
}

function isLooping({ restartCount, state }: ContainerFact): boolean {
  const restarts = restartCount ?? 0;
  return restarts >= LOOPING || (state === 'restarting' && restarts > 1);
}
