import { consent } from '../../shared/consents.ts';
import { imageDifference } from '../stack/composition.ts';
import { imageConfigOf } from '../stack/labels.ts';
import type { Stack } from '../stack/stack.ts';
import type { ImageSpec } from '../world/specs.ts';
import { cause } from './causes.ts';
import type { Findings } from './findings.ts';
import type { Step } from './steps.ts';

/**
 * Steps that create missing networks, volumes and images, and rebuild images that differ. `creates`: a container is
 * created; without one, a rollback needs no image.
 */
export function objectSteps({ images, networks, volumes }: Stack, found: Findings, creates = true): Step[] {
  const { facts } = found;
  const isMissing = (existing: readonly { readonly name: string }[], name: string): boolean =>
    !existing.some((it) => it.name === name);
  return [
    ...(creates || !found.hasConsent(consent.reuseUnchanged()) ? images.flatMap((spec) => buildStep(spec, found)) : []),
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

function buildStep(spec: ImageSpec, { facts, hasConsent }: Findings): Step[] {
  const existing = facts.images.find(({ name }) => name === spec.reference);
  const upToDate = existing !== undefined && imageConfigOf(existing.labels) === imageConfigOf(spec.labels);
  if (upToDate || (existing !== undefined && hasConsent(consent.reuseUnchanged()))) return [];
  const desired = `built from ${spec.base}`;
  const difference =
    existing === undefined
      ? { current: 'missing', desired }
      : (imageDifference(existing.labels, spec) ?? { current: 'of another version', desired });
  return [
    { kind: 'build-image', spec, cause: cause(`image ${spec.reference}`, difference.current, difference.desired) },
  ];
}
