import { Worker } from 'node:worker_threads';
import * as z from 'zod/mini';
import type { SystemInfo } from '../shared/system-info.ts';

const bytes = z.number();
const answerSchema = z.object({
  info: z.object({
    controllers: z.array(z.object({ vendor: z.string(), model: z.string() })),
    memory: z.object({ usedBytes: bytes, totalBytes: bytes }),
    disk: z.nullable(z.object({ mount: z.string(), usedBytes: bytes, totalBytes: bytes })),
    battery: z.nullable(z.object({ percent: z.number(), charging: z.boolean() })),
  }),
});

/** systeminformation starts programs without a deadline; terminating the worker ends the query. */
const MAX_WAIT_MS = 15_000;

/** Queries the system in a new worker thread (`worker` is the bundled system-info-worker); null if it fails or hangs. */
export function systemInfo(worker: string, path: string, maxWaitMs = MAX_WAIT_MS): Promise<SystemInfo | null> {
  return new Promise((resolve) => {
    const thread = new Worker(worker);
    const end = (info: SystemInfo | null): void => {
      clearTimeout(timer);
      void thread.terminate();
      resolve(info);
    };
    const timer = setTimeout(() => end(null), maxWaitMs);
    thread.once('message', (answer: unknown) => {
      const parsed = answerSchema.safeParse(answer);
      end(parsed.success ? parsed.data.info : null);
    });
    thread.once('error', () => end(null));
    thread.postMessage(path);
  });
}
