import { JENKINS_MODES, type JenkinsMode } from '../../shared/mode.ts';
import type { ContainerFact, ObjectFact } from '../world/engine.ts';
import { besideOf } from './candidates.ts';
import { cause } from './causes.ts';
import { contextRemoval } from './docker-context.ts';
import type { Findings } from './findings.ts';
import { networkRemoval } from './network-removal.ts';
import { takeOverBackSteps } from './others.ts';
import { putBackPluginsSteps } from './plugins.ts';
import { drainAndStop, isActive, oneShotLeftoverSteps, removal, stop } from './removal.ts';
import { restoreSteps } from './restore.ts';
import type { Step } from './steps.ts';

/** Stops and removes all our containers, and our network unless somebody else uses it. Keeps the home, and keeps images and volumes unless their removal is requested. */
export const stepsToOff = (found: Findings): Step[] => [
  ...oneShotLeftoverSteps(found),
  ...JENKINS_MODES.flatMap((mode) => jenkinsRemoval(mode, found)),
  ...putBackPluginsSteps(found),
  ...engineRemoval(found),
  ...contextRemoval(found),
  ...restoreSteps(found),
  ...networkRemoval(found),
  ...objectRemoval(found),
  ...takeOverBackSteps(found),
];

function jenkinsRemoval(mode: JenkinsMode, found: Findings): Step[] {
  const name = found.names.jenkins[mode];
  return oursAt(name, found).flatMap((jenkins) => [
    ...(isActive(jenkins) ? drainAndStop(jenkins, mode, found, 'off') : []),
    removal(jenkins, found),
  ]);
}

function engineRemoval(found: Findings): Step[] {
  return [...foreignUser(found), ...engineSteps(found)];
}

/** A Jenkins that is not ours stays, but its builds may run on our nested engine, which ends: they are asked about. */
function foreignUser(found: Findings): Step[] {
  const { nestedEngine, jenkins } = found.names;
  const user = found.containerNamed(jenkins.dind);
  const ends = oursAt(nestedEngine, found).some(isActive);
  if (user === undefined || found.isOurs(user) || !isActive(user) || !ends) return [];
  return drainAndStop(user, 'dind', found, 'without its nested engine').filter(({ kind }) => kind === 'drain');
}

function engineSteps(found: Findings): Step[] {
  return oursAt(found.names.nestedEngine, found).flatMap((engine) => [
    ...(isActive(engine) ? [stop(engine, found.settings, 'off')] : []),
    removal(engine, found),
  ]);
}

/** Our container of this name, and what changes left beside it. */
const oursAt = (name: string, found: Findings): readonly ContainerFact[] => [
  ...found.facts.containers.filter((it) => it.name === name && found.isOurs(it)),
  ...besideOf(name, found),
];

function objectRemoval({ facts, intent, isOurs, isOurImage }: Findings): Step[] {
  const gone = (kind: 'volume' | 'image', { name }: ObjectFact) => ({
    name,
    cause: cause(`${kind} ${name}`, 'present', 'removed'),
  });
  const volumes = intent.purge.includes('volumes') ? facts.volumes.filter(isOurs) : [];
  const images = intent.purge.includes('images') ? facts.images.filter(isOurImage) : [];
  return [
    ...volumes.map((it): Step => ({ kind: 'remove-volume', ...gone('volume', it) })),
    ...images.map((it): Step => ({ kind: 'remove-image', ...gone('image', it) })),
  ];
}
