import { formatDuration } from '../../electron/shared/format.ts';
import type { Build } from '../../electron/shared/snapshot.ts';
import { strings } from '../strings.ts';

export interface BuildProgress {
  /** 0 to 1; null where Jenkins has no idea, or was wrong. */
  readonly share: number | null;
  readonly text: string;
}

/** How far a running build is by Jenkins' estimate. */
export function progressOf({ startedAt, estimated }: Build, now: number): BuildProgress {
  const elapsed = Math.max(0, now - startedAt);
  const so = formatDuration(Math.max(1, Math.floor(elapsed / 1000)) * 1000);
  if (estimated === null || estimated <= 0) return { share: null, text: strings.builds.noEstimate(so) };
  const expected = formatDuration(estimated);
  return elapsed > estimated
    ? { share: null, text: strings.builds.longer(so, expected) }
    : { share: elapsed / estimated, text: strings.builds.of(so, expected) };
}
