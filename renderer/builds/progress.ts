import { formatDuration } from '../../electron/shared/format.ts';
import type { Build } from '../../electron/shared/snapshot.ts';
import { strings } from '../strings.ts';

export interface BuildProgress {
  /** 0 to 1; null if Jenkins has no estimate, or it was exceeded. */
  readonly share: number | null;
  readonly text: string;
}

/** Progress of a running build by Jenkins' estimate. */
export function progressOf({ startedAt, estimated }: Build, now: number): BuildProgress {
  const elapsed = Math.max(0, now - startedAt);
  const elapsedText = formatDuration(Math.max(1, Math.floor(elapsed / 1000)) * 1000);
  if (estimated === null || estimated <= 0) return { share: null, text: strings.builds.noEstimate(elapsedText) };
  const expected = formatDuration(estimated);
  return elapsed > estimated
    ? { share: null, text: strings.builds.longer(elapsedText, expected) }
    : { share: elapsed / estimated, text: strings.builds.of(elapsedText, expected) };
}
