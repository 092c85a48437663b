import { FailureError } from '../../shared/failure.ts';
import { updateRefused } from '../../shared/failures/update.ts';
import type { Manifest, PackageKind, UpdateOffer } from '../../shared/update.ts';

/** This program, as it is installed. */
export interface Installed {
  readonly version: string;
  readonly kind: PackageKind;
  /** As Node names it. */
  readonly arch: string;
  /** The version that did not start after an update; null: none. */
  readonly failed: string | null;
}

/**
 * What a verified manifest offers to this program; null: nothing newer. Throws `update/refused` for an older version, with
 * which somebody could bring back what was mended, and for another processor.
 */
export function updateOffer({ arch, version, files }: Manifest, own: Installed): UpdateOffer | null {
  if (arch !== own.arch) throw refused(`It is for the processor ${arch}, and this one is ${own.arch}.`);
  const order = compareVersions(version, own.version);
  if (order < 0) throw refused(`It offers version ${version}, which is older than the installed ${own.version}.`);
  if (order === 0 || version === own.failed) return null;
  const suitable = files.filter(({ kind, name }) => kind === own.kind && name.endsWith(`.${kind}`));
  const [file] = suitable;
  if (file === undefined || suitable.length > 1)
    throw refused(`It has ${suitable.length === 0 ? 'no' : 'more than one'} ${own.kind} of version ${version}.`);
  return { version, file };
}

/**
 * The id of the notice about a refused feed. One that was dismissed stays so for the same reason in the same month: it may
 * be an attack the next time.
 */
export const refusedNoticeId = (detail: string, at: Date): string =>
  `update-refused-${at.toISOString().slice(0, 7)}-${detail.slice(0, 150)}`;

const refused = (why: string): FailureError => new FailureError(updateRefused(why));

/** Negative if `a` is older. A suffix, as in 1.0.0-beta.1, makes a version older than the one without. */
export function compareVersions(a: string, b: string): number {
  const [numbers, others] = [parts(a), parts(b)];
  const differs = numbers.findIndex((number, at) => number !== others[at]);
  if (differs >= 0) return (numbers[differs] ?? 0) - (others[differs] ?? 0);
  return Number(b.includes('-')) - Number(a.includes('-'));
}

const parts = (version: string): readonly number[] => {
  const numbers = version.replace(/[-+].*$/, '').split('.');
  return [0, 1, 2].map((at) => Number(numbers[at] ?? 0));
};
