import * as z from 'zod/mini';
import { jobOf } from '../shared/build-name.ts';
import { harmlessLine } from '../shared/harmless.ts';
import type { Queued } from '../shared/snapshot.ts';
import { present } from './jenkins-build.ts';

/** Items that are shown; a queue may hold thousands. */
const MAX_ITEMS = 50;
/** Longest reason, in characters. */
const MAX_WHY = 200;

/** `/queue/api/json`: what waits for its start. */
export const queue = z.object({
  items: z.nullish(
    z.array(
      z.nullish(
        z.object({
          why: z.nullish(z.string()),
          task: z.nullish(z.object({ name: z.nullish(z.string()), url: z.nullish(z.string()) })),
        }),
      ),
    ),
  ),
});
/** Without a range: a Jenkins of before 1.568 writes sixty lines into its log each time that it is asked for one. */
export const QUEUE_PATH = '/queue/api/json?tree=items[why,task[name,url]]';

/** What waits, in the order in which Jenkins tells it. An item that is no job, such as a step of a Pipeline, is left out. */
export const queuedItems = ({ items }: z.infer<typeof queue>): readonly Queued[] =>
  present(items)
    .slice(0, MAX_ITEMS)
    .flatMap(({ why, task }) => {
      // The name of a job ends its address, as that of a build would with its number.
      const job = jobOf(`${(task?.url ?? '').replace(/\/*$/, '/')}0/`) || (task?.name ?? '');
      return job === '' ? [] : [{ job, why: harmlessLine(why ?? '', MAX_WHY) }];
    });
