import { buildName } from '../../shared/build-name.ts';
import { consent } from '../../shared/consents.ts';
import type { Question } from '../../shared/snapshot.ts';
import type { PreflightFacts } from '../observe/facts.ts';
import type { ContainerFact } from '../world/engine.ts';
import type { Findings } from './findings.ts';
import { buildsOf } from './removal.ts';
import type { Step } from './steps.ts';

/** Decisions that only the user can make, before `steps` begin. A consent names its object, so it applies only to that one. */
export function questionsOf(found: Findings, steps: readonly Step[]): readonly Question[] {
  const questions = [
    buildQuestions,
    containerQuestions,
    contextQuestions,
    volumeQuestions,
    imageQuestions,
    leftoverQuestions,
    homeQuestions,
  ];
  return questions.flatMap((ask) => ask(found, steps));
}

function buildQuestions(found: Findings, steps: readonly Step[]): Question[] {
  const { facts, hasConsent } = found;
  return steps.flatMap((step) => {
    if (step.kind !== 'drain' || facts.preflight === null) return [];
    const jenkins = facts.containers.find((it) => it.id === step.id);
    const builds = jenkins === undefined ? null : buildsOf(jenkins, found);
    const id = consent.interrupt(step.id);
    if (builds === null || !builds.ok) {
      if (hasConsent(consent.stopUncounted(step.name))) return [];
      return [{ id, text: `Stop ${step.name} without knowing which builds run`, detail: whyUnknown(builds, jenkins) }];
    }
    if (builds.value.length === 0) return [];
    const list = builds.value.map(buildName).join(', ');
    const count = builds.value.length === 1 ? 'a running build' : `${builds.value.length} running builds`;
    return [
      { id, text: `Stop ${count}: ${list}`, detail: 'Pipelines continue after the restart; other builds are aborted.' },
    ];
  });
}

function whyUnknown(builds: PreflightFacts['builds'], jenkins: ContainerFact | undefined): string {
  if (builds?.ok === false) return `${builds.failure.title}. ${builds.failure.detail}`;
  return jenkins?.state === 'paused'
    ? `It is paused: docker unpause ${jenkins.name}`
    : 'It was not asked for its builds.';
}

function containerQuestions({ facts, isOurs, settings }: Findings, steps: readonly Step[]): Question[] {
  const renamed = new Set(steps.flatMap((step) => (step.kind === 'rename' ? [step.id] : [])));
  return facts.containers
    .filter((it) => !isOurs(it) && renamed.has(it.id))
    .map((it) => ({
      id: consent.takeOver(it.id),
      text: `Take over ${it.name}, which Jenkins Tray did not create`,
      detail: `It (image ${it.image}) is stopped and kept under another name, and no longer starts automatically; its volumes, network and certificates are left alone.${openPortsText(it, settings.address)}`,
    }));
}

function openPortsText({ ports }: ContainerFact, address: string): string {
  const open = ports.filter((it) => it.address === '0.0.0.0' || it.address === '::').map(({ port }) => port);
  if (open.length === 0) return '';
  return ` Its ports ${[...new Set(open)].join(', ')} are open to the whole network; the new one listens on ${address} (to keep them open: jenkins-tray config set address 0.0.0.0).`;
}

function contextQuestions({ facts: { context }, names }: Findings, steps: readonly Step[]): Question[] {
  if (context === null || context.instance === names.instance) return [];
  if (!steps.some(({ kind }) => kind === 'write-context')) return [];
  return [
    {
      id: consent.replaceContext(context.name, context.host),
      text: `Replace the Docker context ${context.name}, which Jenkins Tray did not write`,
      detail: `It connects to ${context.host}. To stop publishing the nested engine instead: jenkins-tray config set nested.publishPort null`,
    },
  ];
}

function volumeQuestions({ facts, isOurs, stack }: Findings, steps: readonly Step[]): Question[] {
  if (!steps.some(({ kind }) => kind === 'create-container')) return [];
  const used = new Set(stack?.volumes.map(({ name }) => name) ?? []);
  return facts.volumes
    .filter((it) => !isOurs(it) && used.has(it.name))
    .map(({ name, id }) => ({
      id: consent.useVolume(name, id),
      text: `Use the volume ${name}, which Jenkins Tray did not create`,
      detail: 'It is used unchanged and never removed.',
    }));
}

function imageQuestions({ facts, isOurs }: Findings, steps: readonly Step[]): Question[] {
  const built = new Set(steps.flatMap((step) => (step.kind === 'build-image' ? [step.spec.reference] : [])));
  return facts.images
    .filter((it) => !isOurs(it) && built.has(it.name))
    .map(({ name, id }) => ({
      id: consent.replaceImage(name, id),
      text: `Give the name ${name} to a new image`,
      detail: `The image of that name (${id.slice(7, 19)}) was not created by Jenkins Tray; it is kept, without the name.`,
    }));
}

function leftoverQuestions({ leftovers }: Findings, steps: readonly Step[]): Question[] {
  const ended = new Set(steps.flatMap((step) => (step.kind === 'end-leftover' ? [step.id] : [])));
  return leftovers
    .filter(({ container }) => ended.has(container.id))
    .map(({ container: { id, name, image }, mount, mounts }) => ({
      id: consent.endLeftover(id),
      text: mounts === 'inside' ? `Stop ${name}, left over from a build` : `Stop ${name}, which has the home mounted`,
      detail:
        mounts === 'inside'
          ? `It runs ${image} and has a folder of the home mounted, which only one Jenkins may use at a time.`
          : `It runs ${image} and can write to ${mount.source}. A read-only mount (ro) may stay.`,
    }));
}

function homeQuestions({ facts, home, settings }: Findings, steps: readonly Step[]): Question[] {
  if (!steps.some(({ kind }) => kind === 'check-home')) return [];
  if (facts.home.kind === 'missing' && settings.home !== '')
    return [
      {
        id: consent.createHome(home),
        text: `Create the folder ${home}`,
        detail: 'It does not exist yet. If its disk is not mounted, decline and mount it first.',
      },
    ];
  if (facts.home.kind !== 'folder' || facts.home.writable !== false) return [];
  const owner = facts.home.ownerUid === null ? 'another user' : `user ${facts.home.ownerUid}`;
  return [
    {
      id: consent.chownHome(home),
      text: `Give ownership of ${home} to Jenkins (uid 1000)`,
      detail: `It belongs to ${owner}, so Jenkins cannot write to it.`,
    },
  ];
}
