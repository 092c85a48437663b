import { FailureError } from '../../shared/failure.ts';
import { containerNotRunning, noLog } from '../../shared/failures/jenkins.ts';
import type { LogSource } from '../../shared/log-source.ts';
import type { JenkinsMode } from '../../shared/mode.ts';
import { namesOf } from '../stack/names.ts';
import type { ContainerFact } from '../world/engine.ts';
import type { World } from '../world/world.ts';
import { runningMode } from './observe.ts';

/** The owner of each log, and the mode that starts it. */
const owners: Readonly<Record<LogSource, { readonly name: string; readonly mode: JenkinsMode }>> = {
  jenkins: { name: 'Jenkins', mode: 'dood' },
  dind: { name: 'the nested engine', mode: 'dind' },
};

/** The container of a log: for Jenkins, the running one, else the last one. Throws `jenkins/unreachable` if there is none. */
export async function logContainer(world: World, source: LogSource, signal: AbortSignal): Promise<string> {
  const container = await lastContainer(world, source, signal);
  if (container !== undefined) return container.name;
  const { name, mode } = owners[source];
  throw new FailureError(noLog(name, mode));
}

/** The container of a log, running. Throws `jenkins/unreachable` if it does not run. */
export async function runningContainer(world: World, source: LogSource, signal: AbortSignal): Promise<string> {
  const container = await lastContainer(world, source, signal);
  if (container?.state === 'running') return container.name;
  const { name, mode } = owners[source];
  throw new FailureError(containerNotRunning(name, mode));
}

/** Like `logContainer`, but undefined if there is none. */
export async function lastContainer(
  world: World,
  source: LogSource,
  signal: AbortSignal,
): Promise<ContainerFact | undefined> {
  const names = namesOf(world.settings.load().settings.instance);
  const existing = await world.engine.containersNamed([names.nestedEngine, ...Object.values(names.jenkins)], signal);
  if (source === 'dind') return existing.find(({ name }) => name === names.nestedEngine);
  const mode = runningMode(existing, names);
  if (mode !== null) return existing.find(({ name }) => name === names.jenkins[mode]);
  const last = ({ startedAt, createdAt }: ContainerFact): number => startedAt ?? createdAt;
  return existing.filter(({ name }) => name !== names.nestedEngine).sort((a, b) => last(b) - last(a))[0];
}
