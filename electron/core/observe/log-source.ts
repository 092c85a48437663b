import { FailureError } from '../../shared/failure.ts';
import { noLog } from '../../shared/failures/jenkins.ts';
import type { LogSource } from '../../shared/log-source.ts';
import type { JenkinsMode } from '../../shared/mode.ts';
import { namesOf } from '../stack/names.ts';
import type { World } from '../world/world.ts';
import { runningMode } from './observe.ts';

/** Whose log it is, and the mode that starts it. */
const owners: Readonly<Record<LogSource, { readonly name: string; readonly mode: JenkinsMode }>> = {
  jenkins: { name: 'Jenkins', mode: 'dood' },
  dind: { name: 'the nested engine', mode: 'dind' },
};

/** The container whose log is meant: the Jenkins that runs, or the one that ran last. Throws where there is none. */
export async function logContainer(world: World, source: LogSource, signal: AbortSignal): Promise<string> {
  const names = namesOf(world.settings.load().settings.instance);
  const there = await world.engine.containersNamed([names.engine, ...Object.values(names.jenkins)], signal);
  const mode = runningMode(there, names);
  const jenkins = mode === null ? there.find(({ name }) => name !== names.engine)?.name : names.jenkins[mode];
  const containers: Readonly<Record<LogSource, string | undefined>> = {
    jenkins,
    dind: there.find(({ name }) => name === names.engine)?.name,
  };
  const container = containers[source];
  if (container !== undefined) return container;
  const { name, mode: startsIn } = owners[source];
  throw new FailureError(noLog(name, startsIn));
}
