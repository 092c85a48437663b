import { FailureError } from '../../shared/failure.ts';
import { noLog } from '../../shared/failures/jenkins.ts';
import type { LogSource } from '../../shared/log-source.ts';
import type { JenkinsMode } from '../../shared/mode.ts';
import { namesOf } from '../stack/names.ts';
import type { World } from '../world/world.ts';
import { runningMode } from './observe.ts';

/** The owner of each log, and the mode that starts it. */
const owners: Readonly<Record<LogSource, { readonly name: string; readonly mode: JenkinsMode }>> = {
  jenkins: { name: 'Jenkins', mode: 'dood' },
  dind: { name: 'the nested engine', mode: 'dind' },
};

/** The container of a log: for Jenkins, the running one, else the last one. Throws `jenkins/unreachable` if there is none. */
export async function logContainer(world: World, source: LogSource, signal: AbortSignal): Promise<string> {
  const names = namesOf(world.settings.load().settings.instance);
  const existing = await world.engine.containersNamed([names.nestedEngine, ...Object.values(names.jenkins)], signal);
  const mode = runningMode(existing, names);
  const jenkins = mode === null ? existing.find(({ name }) => name !== names.nestedEngine)?.name : names.jenkins[mode];
  const containers: Readonly<Record<LogSource, string | undefined>> = {
    jenkins,
    dind: existing.find(({ name }) => name === names.nestedEngine)?.name,
  };
  const container = containers[source];
  if (container !== undefined) return container;
  const { name, mode: startsIn } = owners[source];
  throw new FailureError(noLog(name, startsIn));
}
