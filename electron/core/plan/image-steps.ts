import { consent, keepsBase, updateAt } from '../../shared/consents.ts';
import { JENKINS_MODES } from '../../shared/mode.ts';
import { imageDifference } from '../stack/composition.ts';
import { builtOf, imageConfigOf, isOfOlderImage, jenkinsOf } from '../stack/labels.ts';
import type { Stack } from '../stack/stack.ts';
import type { ObjectFact } from '../world/engine.ts';
import type { ContainerRole, ContainerSpec, ImageSpec } from '../world/specs.ts';
import { chosenFor } from './candidates.ts';
import { cause } from './causes.ts';
import type { Findings } from './findings.ts';
import type { Step } from './steps.ts';
import { inState, returning } from './upgrade.ts';

/**
 * Steps that build missing images, those that differ, and with an update all of them. `creates`: a container is created;
 * without one, a rollback needs no image.
 */
export function imageSteps({ images, furtherImages, containers }: Stack, found: Findings, creates: boolean): Step[] {
  if (found.hasConsent(consent.reuseUnchanged()))
    return images.flatMap((spec) => imageBack(spec, containers, found, creates));
  const kept = furtherImages.filter((spec) => {
    const existing = imageNamed(spec.reference, found);
    return existing !== undefined && found.isOurImage(existing) && isOutdated(existing, spec.role, found);
  });
  return [...images, ...kept].flatMap((spec) =>
    spec.role === 'jenkins' ? jenkinsImage(spec, found) : build(spec, found),
  );
}

/** On the way back from an upgrade the image before it gets its names again, whatever it was built from. */
function jenkinsImage(spec: ImageSpec, found: Findings): Step[] {
  const before = returning(found)?.before.image ?? null;
  return before === null ? build(spec, found) : imageBefore(before, spec, found);
}

/** What the container that a rollback brings back, or makes anew, needs of its image. */
function imageBack(
  spec: ImageSpec,
  containers: readonly ContainerSpec[],
  found: Findings,
  creates: boolean,
): readonly Step[] {
  const before = creates && spec.role === 'jenkins' ? imageForHomeBefore(found) : null;
  if (before !== null) return imageBefore(before, spec, found);
  if (imageNamed(spec.reference, found) === undefined) return creates ? build(spec, found) : [];
  const container = containers.find(({ body }) => body.Image === spec.reference);
  return container === undefined ? [] : nameBack(spec, container, found);
}

/**
 * What a container must be of that a failed upgrade makes anew on its way back: the home is put back for the image from
 * before. Without a snapshot it stays as the newer Jenkins left it, and null.
 */
function imageForHomeBefore(found: Findings): string | null {
  const failed = inState(found, 'begun', true);
  return failed === null || (failed.started && failed.snapshot === null) ? null : failed.before.image;
}

/** `before`: the image from before the upgrade. */
function imageBefore(before: string, spec: ImageSpec, found: Findings): Step[] {
  if (imageNamed(spec.reference, found)?.id === before) return [];
  const why = cause(`image ${spec.reference}`, 'of the upgrade', 'as before the upgrade');
  return [{ kind: 'build-image', spec, twin: before, also: alsoNamed(spec, found), update: null, cause: why }];
}

const imageNamed = (reference: string, { facts }: Pick<Findings, 'facts'>): ObjectFact | undefined =>
  facts.images.find(({ name }) => name === reference);

/** Whether an update is asked for that did not build this image. Not by time: clocks are set back. */
function isOutdated({ labels }: ObjectFact, role: ContainerRole, { intent }: Pick<Findings, 'intent'>): boolean {
  const update = updateAt(intent.consents, role);
  return update !== null && builtOf(labels) !== update;
}

function build(spec: ImageSpec, found: Findings): Step[] {
  const existing = imageNamed(spec.reference, found);
  const update = updateAt(found.intent.consents, spec.role);
  const isConfigured = existing !== undefined && imageConfigOf(existing.labels) === imageConfigOf(spec.labels);
  const isCurrent = isConfigured && !isOutdated(existing, spec.role, found);
  const twin = twinOf(spec, isCurrent ? existing : undefined, found);
  if (isCurrent && twin === null) return [];
  const desired = twin === null ? `built from ${spec.base}` : `the same as ${twin}`;
  const difference =
    existing === undefined
      ? { current: 'missing', desired }
      : isConfigured
        ? { current: 'of an older build', desired }
        : (imageDifference(existing.labels, spec) ?? { current: 'of another version', desired });
  return [
    {
      kind: 'build-image',
      spec,
      twin,
      also: alsoNamed(spec, found),
      update,
      ...(keepsBase(found.intent.consents) ? { keepsBase: true } : {}),
      cause: cause(`image ${spec.reference}`, difference.current, difference.desired),
    },
  ];
}

/** The names of the other modes for the one Jenkins image, unless somebody else has them. */
const alsoNamed = ({ role, reference }: ImageSpec, found: Findings): readonly string[] =>
  role !== 'jenkins'
    ? []
    : JENKINS_MODES.map((mode) => found.names.images[mode]).filter((name) => {
        const existing = imageNamed(name, found);
        return name !== reference && (existing === undefined || found.isOurImage(existing));
      });

/**
 * The other mode's Jenkins image if it is what would be built, and newer than an existing one: built at another time, the
 * same base may have another Jenkins, and a switch could then end with a home that is newer than its image.
 */
function twinOf(spec: ImageSpec, existing: ObjectFact | undefined, found: Findings): string | null {
  if (spec.role !== 'jenkins') return null;
  const { facts, names } = found;
  const others = JENKINS_MODES.map((mode) => names.images[mode]).filter((name) => name !== spec.reference);
  const twin = facts.images.find(
    ({ name, labels }) => others.includes(name) && imageConfigOf(labels) === imageConfigOf(spec.labels),
  );
  if (twin === undefined || isOutdated(twin, spec.role, found)) return null;
  return existing === undefined || isNewer(twin, existing) ? twin.name : null;
}

function isNewer(one: ObjectFact, other: ObjectFact): boolean {
  const [mine = '', its = ''] = [one, other].map(({ labels }) => jenkinsOf(labels) ?? '');
  const versions = mine === '' || its === '' ? 0 : mine.localeCompare(its, 'en', { numeric: true });
  return (versions || builtOf(one.labels) - builtOf(other.labels)) > 0;
}

/**
 * Gives the names back to the image of a container that a rollback brings back: an update that failed would otherwise be
 * used by the next start.
 */
function nameBack(spec: ImageSpec, container: ContainerSpec, found: Findings): Step[] {
  const back = chosenFor(container, found);
  const image = imageNamed(spec.reference, found);
  if (back === null || image === undefined || !found.isOurs(back) || !found.isOurImage(image)) return [];
  if (imageConfigOf(back.labels) !== imageConfigOf(image.labels) || !isOfOlderImage(back, image)) return [];
  const also = alsoNamed(spec, found).filter((name) => imageNamed(name, found)?.id === image.id);
  const why = cause(`image ${spec.reference}`, 'of an update that failed', 'as before');
  return [{ kind: 'build-image', spec, twin: back.imageId, also, update: null, cause: why }];
}
