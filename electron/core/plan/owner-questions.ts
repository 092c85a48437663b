import { isEveryAddress } from '../../shared/address.ts';
import { consent } from '../../shared/consents.ts';
import type { Question } from '../../shared/preview.ts';
import { homeOf } from '../observe/other-jenkins.ts';
import type { Names } from '../stack/names.ts';
import type { Belonging } from '../stack/owner.ts';
import type { ContainerFact } from '../world/engine.ts';
import type { Findings } from './findings.ts';
import { isActive } from './removal.ts';
import type { Step } from './steps.ts';
import { takeOverLosses } from './take-over-losses.ts';

/** Questions about objects with our names that are not ours, or do not say whose they are. */

/** One question about everything that an app version without owner labels created. */
export function ownerQuestions(found: Findings): Question[] {
  const { facts, names, belongingOf, imageBelongingOf } = found;
  const unclaimed = [
    ...[...facts.containers, ...facts.networks, ...facts.volumes].filter((it) => belongingOf(it) === 'unclaimed'),
    ...facts.images.filter((it) => imageBelongingOf(it) === 'unclaimed'),
  ].map(({ name }) => name);
  if (unclaimed.length === 0) return [];
  return [
    {
      id: consent.adopt(names.instance),
      text: `Use what an earlier version of Jenkins Tray created: ${[...new Set(unclaimed)].join(', ')}`,
      detail:
        'It does not say which settings folder created it. If another user of this computer, or another settings folder, uses it, say no and choose another instance: jenkins-tray config set instance NAME',
    },
  ];
}

export function containerQuestions(
  { facts, home, names, isOurs, belongingOf, settings }: Findings,
  steps: readonly Step[],
): Question[] {
  const renamed = new Set(steps.flatMap((step) => (step.kind === 'rename' ? [step.id] : [])));
  const others = (facts.preflight?.others ?? []).filter((it) => !facts.containers.some(({ id }) => id === it.id));
  return [...facts.containers, ...others]
    .filter((it) => !isOurs(it) && renamed.has(it.id))
    .map((it) => ({
      id: consent.takeOver(it.id),
      text: `Take over ${it.name}, which ${creatorOf(belongingOf(it))}${createdText(it, belongingOf(it))}`,
      detail: `It (image ${it.image}) is stopped and kept under another name, and no longer starts automatically; its volumes, network and certificates are left alone.${insideText(it, names, home)}${lossesText(it, takeOverLosses(it, home, names.network, settings))}${openPortsText(it, settings.address)}${composeText(it)}`,
    }));
}

/** A home that was given no folder or volume stays behind in the container. */
function insideText(container: ContainerFact, { jenkins }: Names, home: string): string {
  const known: readonly string[] = Object.values(jenkins);
  if (!known.includes(container.name) || homeOf(container) !== undefined) return '';
  return ` Its home stays in it, with its jobs, since nothing is mounted at its /var/jenkins_home; Jenkins uses what is in ${home}.`;
}

/** Compose finds its containers by their labels, whatever their names, and would make this one again. */
function composeText({ labels }: ContainerFact): string {
  const project = labels['com.docker.compose.project'];
  if (project === undefined) return '';
  const service = labels['com.docker.compose.service'] ?? '';
  return ` It belongs to the Compose project ${project}: remove the service ${service} there, or "docker compose up" starts it again on the same home.`;
}

/** The day on which the container of another settings folder was created: the user may know it by that. */
const createdText = ({ createdAt }: ContainerFact, belonging: Belonging): string =>
  belonging === 'other-folder' ? ` on ${new Date(createdAt).toISOString().slice(0, 10)}` : '';

const creatorOf = (belonging: Belonging): string =>
  belonging === 'other-folder' ? 'another settings folder of Jenkins Tray created' : 'Jenkins Tray did not create';

function lossesText({ name }: ContainerFact, losses: readonly string[]): string {
  if (losses.length === 0) return '';
  const keeps = losses.some((it) => it.includes('(setting '));
  return ` Not carried over: ${losses.join('; ')}.${keeps ? ` To keep what settings can: jenkins-tray take-over ${name}.` : ''}`;
}

function openPortsText({ ports }: ContainerFact, address: string): string {
  const open = ports.filter((it) => isEveryAddress(it.address)).map(({ port }) => port);
  if (open.length === 0) return '';
  return ` Its ports ${[...new Set(open)].join(', ')} are open to the whole network; the new one listens on ${address} (to keep them open: jenkins-tray config set address 0.0.0.0).`;
}

export function volumeQuestions({ facts, isOurs, belongingOf, stack }: Findings, steps: readonly Step[]): Question[] {
  if (!steps.some(({ kind }) => kind === 'create-container')) return [];
  const used = new Set(stack?.volumes.map(({ name }) => name) ?? []);
  return facts.volumes
    .filter((it) => !isOurs(it) && used.has(it.name))
    .map(({ name, id, labels }) => ({
      id: consent.useVolume(name, id),
      text: `Use the volume ${name}, which ${creatorOf(belongingOf({ labels }))}`,
      detail: 'It is used unchanged and never removed.',
    }));
}

export function imageQuestions({ facts, isOurImage, imageBelongingOf }: Findings, steps: readonly Step[]): Question[] {
  const built = new Set(steps.flatMap((step) => (step.kind === 'build-image' ? [step.spec.reference] : [])));
  return facts.images
    .filter((it) => !isOurImage(it) && built.has(it.name))
    .map(({ name, id, labels }) => ({
      id: consent.replaceImage(name, id),
      text: `Give the name ${name} to a new image`,
      detail: `The image of that name (${id.slice(7, 19)}) is one that ${creatorOf(imageBelongingOf({ labels }))}; it is kept, without the name.`,
    }));
}

/** A Jenkins that is not ours keeps running without the nested engine that it uses. */
export function engineQuestions({ facts, isOurs, jenkins, names }: Findings, steps: readonly Step[]): Question[] {
  const stopped = new Set(steps.flatMap((step) => (step.kind === 'stop' ? [step.id] : [])));
  const engine = facts.containers.find((it) => it.name === names.nestedEngine && stopped.has(it.id));
  if (engine === undefined) return [];
  return jenkins
    .filter((it) => !isOurs(it) && isActive(it) && !stopped.has(it.id) && usesEngine(it, names))
    .map(({ id, name }) => ({
      id: consent.stopEngine(id),
      text: `Stop ${engine.name}, which ${name} uses`,
      detail: `Jenkins Tray did not create ${name} and leaves it running, but its builds that use Docker fail.`,
    }));
}

/** By its name, or by the address in its environment. */
const usesEngine = ({ name, made }: ContainerFact, { jenkins, nestedEngine }: Names): boolean =>
  name === jenkins.dind ||
  (made?.env ?? []).some((line) =>
    ['docker', nestedEngine].some((host) => line.startsWith(`DOCKER_HOST=tcp://${host}:`)),
  );
