import { formatDuration } from './format.ts';
import type { Build } from './snapshot.ts';

type Timed = Pick<Build, 'duration' | 'estimated' | 'pipeline'>;

/** How long a running build has taken, and how long it may still take: `12 min, about 3 min left`. */
export function buildTime({ duration, estimated, pipeline }: Timed): string {
  const lasted = `${pipeline === true ? 'Pipeline, ' : ''}${formatDuration(duration)}`;
  if (estimated === null) return lasted;
  const left = estimated - duration;
  return `${lasted}, ${left > 0 ? `about ${formatDuration(left)} left` : 'longer than usual'}`;
}
