import { consent } from '../../shared/consents.ts';
import { JENKINS_MODES } from '../../shared/mode.ts';
import { imageDifference } from '../stack/composition.ts';
import { imageConfigOf, jenkinsOf } from '../stack/labels.ts';
import type { Stack } from '../stack/stack.ts';
import type { ObjectFact } from '../world/engine.ts';
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

function buildStep(spec: ImageSpec, found: Findings): Step[] {
  const { facts, hasConsent } = found;
  const existing = facts.images.find(({ name }) => name === spec.reference);
  const upToDate = existing !== undefined && imageConfigOf(existing.labels) === imageConfigOf(spec.labels);
  const twin = twinOf(spec, upToDate ? existing : undefined, found);
  if (existing !== undefined && (hasConsent(consent.reuseUnchanged()) || (upToDate && twin === null))) return [];
  const desired = twin === null ? `built from ${spec.base}` : `the same as ${twin}`;
  const difference =
    existing === undefined
      ? { current: 'missing', desired }
      : (imageDifference(existing.labels, spec) ?? { current: 'of another version', desired });
  return [
    {
      kind: 'build-image',
      spec,
      twin,
      cause: cause(`image ${spec.reference}`, difference.current, difference.desired),
    },
  ];
}

/**
 * The other mode's Jenkins image if it is what would be built, and newer than an existing one: built at another time, the
 * same base may have another Jenkins, and a switch could then end with a home that is newer than its image.
 */
function twinOf(spec: ImageSpec, existing: ObjectFact | undefined, { facts, names }: Findings): string | null {
  if (spec.role !== 'jenkins') return null;
  const others = JENKINS_MODES.map((mode) => names.images[mode]).filter((name) => name !== spec.reference);
  const twin = facts.images.find(
    ({ name, labels }) => others.includes(name) && imageConfigOf(labels) === imageConfigOf(spec.labels),
  );
  if (twin === undefined || (existing !== undefined && !isNewer(twin, existing))) return null;
  return twin.name;
}

function isNewer(one: ObjectFact, other: ObjectFact): boolean {
  const [mine = '', its = ''] = [one, other].map(({ labels }) => jenkinsOf(labels) ?? '');
  return mine !== '' && its !== '' && mine.localeCompare(its, 'en', { numeric: true }) > 0;
}
