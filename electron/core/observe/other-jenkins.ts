import { instanceOf, isOfImage } from '../stack/labels.ts';
import { HOME_IN_CONTAINER } from '../stack/mounts.ts';
import { isKept, type Names } from '../stack/names.ts';
import type { ContainerFact, EngineClient } from '../world/engine.ts';
import { isAgentOrBuild, saysJenkins } from './runs-jenkins.ts';

/** So many containers are inspected for their environment, the newest first; the list tells of mounts and images. */
const MAX_INSPECTED = 100;

/**
 * Every other Jenkins in a container, running or stopped: what mounts something at `/var/jenkins_home`, or says Jenkins in
 * its image, command or environment. Not those that Jenkins Tray created or has taken over before.
 */
export async function otherJenkins(
  engine: Pick<EngineClient, 'allContainers' | 'containersNamed'>,
  names: Names,
  signal: AbortSignal,
): Promise<readonly ContainerFact[]> {
  const ours = new Set<string>([...Object.values(names.jenkins), names.nestedEngine, names.oneShot]);
  const listed = (await engine.allContainers(signal)).filter(
    (it) => !isOfTheApp(it) && !isKept(it.name, it.id) && it.name !== '',
  );
  const likely = listed.filter((it) => ours.has(it.name) || homeOf(it) !== undefined || saysJenkins(it));
  const rest = listed
    .filter((it) => !likely.includes(it))
    .sort((a, b) => b.createdAt - a.createdAt)
    .slice(0, MAX_INSPECTED);
  const inspected = await engine.containersNamed(
    [...likely, ...rest].map(({ name }) => name),
    signal,
  );
  return inspected.filter(isOtherJenkins);
}

/** By its labels; a container that was made by hand from one of its images inherited that image's. */
const isOfTheApp = ({ labels }: ContainerFact): boolean => instanceOf(labels) !== null && !isOfImage(labels);

/** What it mounts as Jenkins' home. */
export const homeOf = ({ mounts }: ContainerFact) =>
  mounts.find(({ target, readOnly }) => target === HOME_IN_CONTAINER && readOnly !== true);

/** Engines and agents mount the home as well, and read-only mounts are those of backups. */
function isOtherJenkins(container: ContainerFact): boolean {
  if (isAgentOrBuild(container) || isEngine(container)) return false;
  return homeOf(container) !== undefined || saysJenkins(container);
}

/** `docker:dind`, as in Jenkins' handbook. */
const isEngine = ({ image, made }: ContainerFact): boolean =>
  /(^|\/)docker(:|@|$)|\bdind\b/.test(image) || (made?.command ?? []).some((word) => /(^|\/)dockerd/.test(word));
