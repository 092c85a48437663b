import { JENKINS_MODES } from '../../shared/mode.ts';
import { cause } from './causes.ts';
import { contextRemoval } from './docker-context.ts';
import { drainAndStop, lives, oneShotLeftoverSteps, removal, stop } from './ending.ts';
import type { Findings } from './findings.ts';
import type { Step } from './steps.ts';

/** Ends everything of ours; the home stays, and so do images and volumes unless asked for. */
export function stepsToOff(found: Findings): Step[] {
  const { facts, intent, isOurs, names, settings } = found;
  const steps: Step[] = oneShotLeftoverSteps(found);
  for (const mode of JENKINS_MODES) {
    const jenkins = found.containerNamed(names.jenkins[mode]);
    if (jenkins === undefined || !isOurs(jenkins)) continue;
    if (lives(jenkins)) steps.push(...drainAndStop(jenkins, mode, found, 'off'));
    steps.push(removal(jenkins, found));
  }
  const engine = found.containerNamed(names.engine);
  if (engine !== undefined && isOurs(engine)) {
    if (lives(engine)) steps.push(stop(engine, settings, 'off'));
    steps.push(removal(engine, found));
  }
  steps.push(...contextRemoval(found));
  const gone = (kind: 'network' | 'volume' | 'image', name: string) => ({
    name,
    cause: cause(`${kind} ${name}`, 'there', 'gone'),
  });
  for (const { name } of facts.networks.filter(isOurs))
    steps.push({ kind: 'remove-network', ...gone('network', name) });
  if (intent.purge.includes('volumes')) {
    for (const { name } of facts.volumes.filter(isOurs)) steps.push({ kind: 'remove-volume', ...gone('volume', name) });
  }
  if (intent.purge.includes('images')) {
    for (const { name } of facts.images.filter(isOurs)) steps.push({ kind: 'remove-image', ...gone('image', name) });
  }
  return steps;
}
