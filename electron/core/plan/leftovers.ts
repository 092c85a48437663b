import type { ContainerFact } from '../world/engine.ts';
import type { PlanInputs } from './inputs.ts';
import { cause, realIn } from './parts.ts';
import type { Step } from './steps.ts';

/** Build containers that outlived a Jenkins and still write into its home. */
export function leftoversOf(inputs: PlanInputs): readonly ContainerFact[] {
  const { facts, names } = inputs;
  const real = realIn(inputs);
  const home = real(inputs.home);
  const jenkins = facts.containers.filter(({ name }) => name === names.jenkins.dind || name === names.jenkins.dood);
  const since = Math.min(...jenkins.map(({ createdAt }) => createdAt));
  return (facts.beyond?.running ?? []).filter(
    (it) =>
      !facts.containers.some(({ id }) => id === it.id) &&
      it.mounts.some(({ source }) => real(source) === home || real(source).startsWith(`${home}/`)) &&
      it.ports.length === 0 &&
      it.createdAt > since,
  );
}

/** Steps that end them, where Jenkins is about to start on the home. */
export function endLeftovers(inputs: PlanInputs, switching: boolean): Step[] {
  if (!switching) return [];
  return leftoversOf(inputs).map(({ name, id }) => ({
    kind: 'end-leftover',
    name,
    id,
    cause: cause(name, 'running in the home', 'ended'),
  }));
}
