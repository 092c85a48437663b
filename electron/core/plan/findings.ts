import { type ConsentId, hasConsent } from '../../shared/consents.ts';
import { homeLabelOf, isOurs } from '../stack/labels.ts';
import type { ContainerFact } from '../world/engine.ts';
import type { Labels } from '../world/specs.ts';
import type { PlanInputs } from './inputs.ts';

/** The inputs of a plan and values derived from them, for steps, questions and blocks. */
export interface Findings extends PlanInputs {
  /** Resolves a host path, so that differently written paths compare as equal. */
  readonly realPath: (path: string) => string;
  /** The Jenkins containers, ours or hand-made. */
  readonly jenkins: readonly ContainerFact[];
  /** Build containers that outlived their Jenkins and still use its home. */
  readonly leftovers: readonly ContainerFact[];
  /** The id of the home, if Jenkins has run on it: by the settings folder, or by the label of a container of ours. */
  readonly knownHome: string | null;
  readonly containerNamed: (name: string) => ContainerFact | undefined;
  /** Whether an object is ours: only those are changed or removed without consent. */
  readonly isOurs: (object: { readonly labels: Labels }) => boolean;
  readonly hasConsent: (id: ConsentId) => boolean;
}

export function findingsOf(inputs: PlanInputs): Findings {
  const { facts, home, intent, names } = inputs;
  const realPath = (path: string): string => facts.preflight?.realPaths[path] ?? path;
  const jenkinsNames = Object.values(names.jenkins);
  const jenkins = facts.containers.filter(({ name }) => jenkinsNames.includes(name));
  const labelled = jenkins
    .filter(({ labels, mounts }) => isOurs(labels, names.instance) && mounts.some(({ source }) => source === home))
    .map(({ labels }) => homeLabelOf(labels))
    .find((id) => id !== null);
  return {
    ...inputs,
    realPath,
    jenkins,
    leftovers: leftoversOf(inputs, jenkins, realPath),
    knownHome: facts.knownHome ?? labelled ?? null,
    containerNamed: (wanted) => facts.containers.find(({ name }) => name === wanted),
    isOurs: ({ labels }) => isOurs(labels, names.instance),
    hasConsent: (id) => hasConsent(intent.consents, id),
  };
}

/** Running containers that mount a folder of the home, are younger than Jenkins and publish no port. */
function leftoversOf(
  { facts, home }: PlanInputs,
  jenkins: readonly ContainerFact[],
  realPath: (path: string) => string,
): readonly ContainerFact[] {
  const realHome = realPath(home);
  const since = Math.min(...jenkins.map(({ createdAt }) => createdAt));
  const inHome = (path: string): boolean => path === realHome || path.startsWith(`${realHome}/`);
  return (facts.preflight?.running ?? []).filter(
    (it) =>
      !facts.containers.some(({ id }) => id === it.id) &&
      it.mounts.some(({ source }) => inHome(realPath(source))) &&
      it.ports.length === 0 &&
      it.createdAt > since,
  );
}
