import { JENKINS_MODES, type JenkinsMode } from '../../shared/mode.ts';
import type { ObjectFact } from '../world/engine.ts';
import { cause } from './causes.ts';
import { contextRemoval } from './docker-context.ts';
import type { Findings } from './findings.ts';
import { networkRemoval } from './network-removal.ts';
import { drainAndStop, isActive, oneShotLeftoverSteps, removal, stop } from './removal.ts';
import type { Step } from './steps.ts';

/** Stops and removes all our containers, and our network unless somebody else uses it. Keeps the home, and keeps images and volumes unless their removal is requested. */
export const stepsToOff = (found: Findings): Step[] => [
  ...oneShotLeftoverSteps(found),
  ...JENKINS_MODES.flatMap((mode) => jenkinsRemoval(mode, found)),
  ...engineRemoval(found),
  ...contextRemoval(found),
  ...networkRemoval(found),
  ...objectRemoval(found),
];

function jenkinsRemoval(mode: JenkinsMode, found: Findings): Step[] {
  const jenkins = found.containerNamed(found.names.jenkins[mode]);
  if (jenkins === undefined || !found.isOurs(jenkins)) return [];
  return [...(isActive(jenkins) ? drainAndStop(jenkins, mode, found, 'off') : []), removal(jenkins, found)];
}

function engineRemoval(found: Findings): Step[] {
  const engine = found.containerNamed(found.names.nestedEngine);
  if (engine === undefined || !found.isOurs(engine)) return [];
  return [...(isActive(engine) ? [stop(engine, found.settings, 'off')] : []), removal(engine, found)];
}

function objectRemoval({ facts, intent, isOurs }: Findings): Step[] {
  const gone = (kind: 'volume' | 'image', { name }: ObjectFact) => ({
    name,
    cause: cause(`${kind} ${name}`, 'present', 'removed'),
  });
  const volumes = intent.purge.includes('volumes') ? facts.volumes.filter(isOurs) : [];
  const images = intent.purge.includes('images') ? facts.images.filter(isOurs) : [];
  return [
    ...volumes.map((it): Step => ({ kind: 'remove-volume', ...gone('volume', it) })),
    ...images.map((it): Step => ({ kind: 'remove-image', ...gone('image', it) })),
  ];
}
