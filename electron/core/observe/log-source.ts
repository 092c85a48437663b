import { FailureError } from '../../shared/failure.ts';
import { namesOf } from '../stack/names.ts';
import type { World } from '../world/world.ts';
import { runningMode } from './observe.ts';

/** The container whose log is meant: the Jenkins that runs, or the one that ran last. Throws where there is none. */
export async function logContainer(world: World, source: 'jenkins' | 'dind', signal: AbortSignal): Promise<string> {
  const names = namesOf(world.settings.load().settings.instance);
  const there = await world.engine.containersNamed([names.engine, ...Object.values(names.jenkins)], signal);
  const mode = runningMode(there, names);
  const jenkins = mode === null ? there.find(({ name }) => name !== names.engine)?.name : names.jenkins[mode];
  const container = source === 'dind' ? there.find(({ name }) => name === names.engine)?.name : jenkins;
  if (container !== undefined) return container;
  throw new FailureError({
    code: 'jenkins/unreachable',
    title: `There is no ${source === 'dind' ? 'nested engine' : 'Jenkins'} to read a log of`,
    detail: 'Its container is not there.',
    fix: 'Bring it up first.',
    command: `jenkins-tray up ${source === 'dind' ? 'dind' : 'dood'}`,
  });
}
