import { type ConsentId, hasConsent } from '../../shared/consents.ts';
import { homeLabelOf } from '../stack/labels.ts';
import { type Belonging, belongingOf, imageBelongingOf, isOurs, mayBeOurs } from '../stack/owner.ts';
import type { ContainerFact } from '../world/engine.ts';
import type { Labels } from '../world/specs.ts';
import { type HomeUser, homeUsersOf, isInTheWay, isOtherJenkins } from './home-users.ts';
import type { PlanInputs } from './inputs.ts';

/** The inputs of a plan and values derived from them, for steps, questions and blocks. */
export interface Findings extends PlanInputs {
  /** Resolves a host path, so that differently written paths compare as equal. */
  readonly realPath: (path: string) => string;
  /** The Jenkins containers, ours or hand-made. */
  readonly jenkins: readonly ContainerFact[];
  /** Every other Jenkins that has the home. */
  readonly otherJenkins: readonly HomeUser[];
  /** What else can write to the home, such as the containers of builds; it must end before a Jenkins starts. */
  readonly leftovers: readonly HomeUser[];
  /** The id of the home, if Jenkins has run on it: by the settings folder, or by the label of a container of ours. */
  readonly knownHome: string | null;
  readonly containerNamed: (name: string) => ContainerFact | undefined;
  readonly belongingOf: (object: { readonly labels: Labels }) => Belonging;
  readonly imageBelongingOf: (image: { readonly labels: Labels }) => Belonging;
  /** Whether an object, not an image, is ours, after one question where its labels do not say: only those are changed or removed without consent. */
  readonly isOurs: (object: { readonly labels: Labels }) => boolean;
  readonly isOurImage: (image: { readonly labels: Labels }) => boolean;
  readonly hasConsent: (id: ConsentId) => boolean;
}

export function findingsOf(inputs: PlanInputs): Findings {
  const { facts, home, homeVolume, intent, names } = inputs;
  const realPath = (path: string): string => facts.preflight?.realPaths[path] ?? path;
  const jenkinsNames = Object.values(names.jenkins);
  const jenkins = facts.containers.filter(({ name }) => jenkinsNames.includes(name));
  const labelled = jenkins
    .filter(
      ({ labels, mounts }) => isOurs(labels, names) && mounts.some(({ source }) => [home, homeVolume].includes(source)),
    )
    .map(({ labels }) => homeLabelOf(labels))
    .find((id) => id !== null);
  const since = Math.min(...jenkins.map(({ createdAt }) => createdAt));
  const users = homeUsersOf({
    home,
    running: facts.preflight?.running ?? [],
    realPath,
    isKnown: ({ id }) => facts.containers.some((it) => it.id === id),
  });
  return {
    ...inputs,
    realPath,
    jenkins,
    otherJenkins: users.filter(isOtherJenkins),
    leftovers: users.filter((user) => isInTheWay(user, ({ createdAt }) => createdAt > since)),
    knownHome: facts.knownHome ?? labelled ?? null,
    containerNamed: (wanted) => facts.containers.find(({ name }) => name === wanted),
    belongingOf: ({ labels }) => belongingOf(labels, names),
    imageBelongingOf: ({ labels }) => imageBelongingOf(labels, names),
    isOurs: ({ labels }) => isOurs(labels, names),
    isOurImage: ({ labels }) => mayBeOurs(imageBelongingOf(labels, names)),
    hasConsent: (id) => hasConsent(intent.consents, id),
  };
}
