import { consent } from '../../shared/consents.ts';
import type { Question } from '../../shared/snapshot.ts';
import type { Labels } from '../world/specs.ts';
import type { Findings } from './findings.ts';
import type { Step } from './steps.ts';

/** What only the user may decide, before `steps` are begun. Ids name the object, so that a yes holds for this one only. */
export function questionsOf(found: Findings, steps: readonly Step[]): readonly Question[] {
  return [...buildQuestions(found, steps), ...ownershipQuestions(found, steps), ...homeQuestions(found, steps)];
}

function buildQuestions({ facts, hasConsent }: Findings, steps: readonly Step[]): Question[] {
  const builds = facts.beyond?.builds;
  return steps.flatMap((step) => {
    if (step.kind !== 'drain' || facts.beyond === null) return [];
    const id = consent.interrupt(step.id);
    if (builds === null || builds === undefined || !builds.ok) {
      if (hasConsent(consent.stopUncounted(step.name))) return [];
      const why =
        builds?.ok === false ? `${builds.failure.title}. ${builds.failure.detail}` : 'Jenkins did not answer.';
      return [{ id, text: `Stop ${step.name} without knowing which builds run`, detail: why }];
    }
    if (builds.value.length === 0) return [];
    const list = builds.value.map(({ job, number }) => `${job} #${number}`).join(', ');
    const count = builds.value.length === 1 ? 'a running build' : `${builds.value.length} running builds`;
    return [
      { id, text: `Stop ${count}: ${list}`, detail: 'Pipelines go on after the restart; other builds are aborted.' },
    ];
  });
}

function ownershipQuestions(found: Findings, steps: readonly Step[]): Question[] {
  const { facts, names, stack, settings } = found;
  const foreign = (it: { readonly labels: Labels }) => !found.isOurs(it);
  const touched = new Set(steps.flatMap((step) => (step.kind === 'rename' ? [step.id] : [])));
  const containers = facts.containers
    .filter((it) => foreign(it) && touched.has(it.id))
    .map((it): Question => {
      const published = it.ports
        .filter(({ address }) => address === '0.0.0.0' || address === '::')
        .map(({ port }) => port);
      const open =
        published.length === 0
          ? ''
          : ` Its ports ${[...new Set(published)].join(', ')} are open to the whole network; the new one listens on ${settings.address} (to keep them open: jenkins-tray config set address 0.0.0.0).`;
      return {
        id: consent.takeOver(it.id),
        text: `Take over ${it.name}, which Jenkins Tray did not make`,
        detail: `It (image ${it.image}) is stopped and kept under another name, and no longer starts automatically; its volumes, network and certificates are left alone.${open}`,
      };
    });
  const specVolumes = new Set(stack?.volumes.map(({ name }) => name) ?? []);
  const creates = steps.some(({ kind }) => kind === 'create-container');
  const volumes = creates ? facts.volumes.filter((it) => foreign(it) && specVolumes.has(it.name)) : [];
  const rebuilt = new Set(steps.flatMap((step) => (step.kind === 'build-image' ? [step.spec.reference] : [])));
  const images = facts.images.filter((it) => foreign(it) && rebuilt.has(it.name));
  const contexts = steps.some(({ kind }) => kind === 'write-context') && facts.context !== null ? [facts.context] : [];
  return [
    ...containers,
    ...contexts
      .filter(({ instance }) => instance !== names.instance)
      .map(({ name, host }) => ({
        id: consent.replaceContext(name, host),
        text: `Replace the Docker context ${name}, which Jenkins Tray did not write`,
        detail: `It leads to ${host}. To stop publishing the nested engine instead: jenkins-tray config set nested.publishPort null`,
      })),
    ...volumes.map(({ name, id }) => ({
      id: consent.useVolume(name, id),
      text: `Use the volume ${name}, which Jenkins Tray did not make`,
      detail: 'It is used as it is and never removed.',
    })),
    ...images.map(({ name, id }) => ({
      id: consent.replaceImage(name, id),
      text: `Give the name ${name} to a new image`,
      detail: `The image of that name (${id.slice(7, 19)}) was not made by Jenkins Tray; it stays, without the name.`,
    })),
  ];
}

function homeQuestions(found: Findings, steps: readonly Step[]): Question[] {
  const { facts, home, settings } = found;
  const ended = new Set(steps.flatMap((step) => (step.kind === 'end-leftover' ? [step.id] : [])));
  const leftovers = found.leftovers
    .filter(({ id }) => ended.has(id))
    .map(({ id, name, image }) => ({
      id: consent.endLeftover(id),
      text: `End ${name}, left over from a build`,
      detail: `It runs ${image} and has a folder of the home mounted, which only one Jenkins may use at a time.`,
    }));
  if (!steps.some(({ kind }) => kind === 'check-home')) return leftovers;
  if (facts.home.kind === 'missing' && settings.home !== '') {
    return [
      ...leftovers,
      {
        id: consent.createHome(home),
        text: `Create the folder ${home}`,
        detail: 'It is not there yet. If it is on a disk that is not mounted, say no and mount it.',
      },
    ];
  }
  if (facts.home.kind === 'folder' && facts.home.writable === false) {
    const owner = facts.home.ownerUid === null ? 'another user' : `user ${facts.home.ownerUid}`;
    return [
      ...leftovers,
      {
        id: consent.chownHome(home),
        text: `Give ${home} to Jenkins (uid 1000)`,
        detail: `It belongs to ${owner}, and Jenkins could not write to it.`,
      },
    ];
  }
  return leftovers;
}
