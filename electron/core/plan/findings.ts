import { type ConsentId, hasConsent } from '../../shared/consents.ts';
import { isOurs } from '../stack/labels.ts';
import type { ContainerFact } from '../world/engine.ts';
import type { Labels } from '../world/specs.ts';
import type { PlanInputs } from './inputs.ts';

/** The inputs of a plan with what follows from them: derived once, for steps, questions and blocks. */
export interface Findings extends PlanInputs {
  /** The real path of a host path, so that paths compare however they were written. */
  readonly realPath: (path: string) => string;
  /** The containers that have the names of our Jenkins, ours or made by hand. */
  readonly jenkins: readonly ContainerFact[];
  /** Build containers that outlived a Jenkins and still write into its home. */
  readonly leftovers: readonly ContainerFact[];
  readonly containerNamed: (name: string) => ContainerFact | undefined;
  /** Whether an object is ours: only such objects are changed or removed without asking. */
  readonly isOurs: (object: { readonly labels: Labels }) => boolean;
  readonly hasConsent: (id: ConsentId) => boolean;
}

export function findingsOf(inputs: PlanInputs): Findings {
  const { facts, intent, names } = inputs;
  const realPath = (path: string): string => facts.beyond?.real[path] ?? path;
  const jenkinsNames = Object.values(names.jenkins);
  const jenkins = facts.containers.filter(({ name }) => jenkinsNames.includes(name));
  return {
    ...inputs,
    realPath,
    jenkins,
    leftovers: leftoversOf(inputs, jenkins, realPath),
    containerNamed: (wanted) => facts.containers.find(({ name }) => name === wanted),
    isOurs: ({ labels }) => isOurs(labels, names.instance),
    hasConsent: (id) => hasConsent(intent.consents, id),
  };
}

/** Younger than the Jenkins that ran it, publishing nothing, with a folder of the home. */
function leftoversOf(
  { facts, home }: PlanInputs,
  jenkins: readonly ContainerFact[],
  realPath: (path: string) => string,
): readonly ContainerFact[] {
  const realHome = realPath(home);
  const since = Math.min(...jenkins.map(({ createdAt }) => createdAt));
  const inHome = (path: string): boolean => path === realHome || path.startsWith(`${realHome}/`);
  return (facts.beyond?.running ?? []).filter(
    (it) =>
      !facts.containers.some(({ id }) => id === it.id) &&
      it.mounts.some(({ source }) => inHome(realPath(source))) &&
      it.ports.length === 0 &&
      it.createdAt > since,
  );
}
