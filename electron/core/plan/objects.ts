import type { Stack } from '../stack/stack.ts';
import { cause } from './causes.ts';
import type { Findings } from './findings.ts';
import { imageSteps } from './image-steps.ts';
import type { Step } from './steps.ts';

/**
 * Steps that create missing networks, volumes and images, and rebuild images that differ. `creates`: a container is
 * created; without one, a rollback needs no image.
 */
export function objectSteps(stack: Stack, found: Findings, creates: boolean): Step[] {
  const { networks, volumes } = stack;
  const { facts } = found;
  const isMissing = (existing: readonly { readonly name: string }[], name: string): boolean =>
    !existing.some((it) => it.name === name);
  return [
    ...imageSteps(stack, found, creates),
    ...networks
      .filter(({ name }) => isMissing(facts.networks, name))
      .map(
        (spec): Step => ({ kind: 'create-network', spec, cause: cause(`network ${spec.name}`, 'missing', 'present') }),
      ),
    ...volumes
      .filter(({ name }) => isMissing(facts.volumes, name))
      .map(
        (spec): Step => ({ kind: 'create-volume', spec, cause: cause(`volume ${spec.name}`, 'missing', 'present') }),
      ),
  ];
}
