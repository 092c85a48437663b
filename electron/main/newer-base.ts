import { lookDaily } from '../core/observe/newer-base.ts';
import type { CoreSession } from './core-session.ts';

/** After the start, when the computer is busy with other things. */
const FIRST_MS = 120_000;
/** A computer that sleeps at night still looks once a day. */
const EVERY_MS = 3_600_000;

/** Asks once a day whether there is a newer base; returns a function that ends it. */
export function watchBase(session: CoreSession): () => void {
  const closing = new AbortController();
  const look = (): void => {
    void session
      .use(async ({ world, controller }) => {
        const before = world.bases.load();
        await lookDaily(world, closing.signal);
        if (world.bases.load()?.newer !== before?.newer) await controller.refresh();
      })
      // An engine that is away is told elsewhere.
      .catch(() => undefined);
  };
  const first = setTimeout(look, FIRST_MS);
  const timer = setInterval(look, EVERY_MS);
  return () => {
    closing.abort();
    clearTimeout(first);
    clearInterval(timer);
  };
}
