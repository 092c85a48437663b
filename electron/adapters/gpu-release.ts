import { join } from 'node:path';
import * as z from 'zod/mini';
import type { GpuRelease } from '../core/gpu/release.ts';
import { knownIn, watchFile, writeJson } from './json-file.ts';

const schema = z.object({ until: z.number() });

/** Until when the GPUs are let go, in a file that the app and the command line share. */
export function createGpuRelease(configDir: string): GpuRelease {
  const path = join(configDir, 'gpu-release.json');
  return {
    until: () => knownIn(path, schema)?.until ?? 0,
    set: (until) => writeJson(path, { until }),
    watch: (changed) => watchFile(path, changed),
  };
}
