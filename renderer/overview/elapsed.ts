import type { Working } from '../store.ts';

/**
 * How long the running step has taken, ms. Main reports a step's time when it ends; until then it is the time of the
 * run minus that of the steps before. Images beside each other are built at once, so that the longest counts.
 */
export function elapsedOf({ startedAt, steps }: Working, now: number): number {
  let before = 0;
  let images = 0;
  for (const { kind, state, elapsed } of steps) {
    const isImage = kind === 'build-image';
    if (state === 'running') return Math.max(0, now - startedAt - before - (isImage ? 0 : images));
    if (state === 'waiting') break;
    if (isImage) images = Math.max(images, elapsed);
    else {
      before += images + elapsed;
      images = 0;
    }
  }
  return Math.max(0, now - startedAt - before - images);
}
