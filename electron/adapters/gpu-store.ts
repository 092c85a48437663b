import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import * as z from 'zod/mini';
import type { GpuMonitorWorld } from '../core/gpu/monitor.ts';
import { MIB } from '../shared/format.ts';
import { ENERGY_BASES } from '../shared/gpu.ts';
import { boundedFile } from './bounded-file.ts';

/** The history of 16 GPUs takes 2.4 MB; a larger file is not ours. */
const MAX_BYTES = 16 * MIB;

const count = z.number().check(z.nonnegative());
const ledgerSchema = z.array(
  z.object({
    job: z.string(),
    build: z.int(),
    from: count,
    to: count,
    gpuMinutes: count,
    peakMemoryBytes: z.nullable(count),
    wattHours: z.nullable(count),
    // Not in files of version 0.4 and earlier.
    memoryLimitBytes: z._default(z.nullable(count), null),
    meanUtilization: z._default(z.nullable(count), null),
    peakUtilization: z._default(z.nullable(count), null),
    utilizationMinutes: z._default(count, 0),
    idleMinutes: z._default(count, 0),
    idleSince: z._default(z.nullable(count), null),
    energyBasis: z._default(z.nullable(z.enum(ENERGY_BASES)), null),
  }),
);

const bandSchema = z.array(z.object({ uuid: z.string(), build: z.string(), from: count, to: z.nullable(count) }));

/** Stores history, ledger and bands in a folder; corrupt files read as empty. */
export function createGpuStore(folder: string): GpuMonitorWorld['store'] {
  const history = join(folder, 'gpu-history.bin');
  const ledger = join(folder, 'gpu-ledger.json');
  const bands = join(folder, 'gpu-bands.json');
  return {
    async load() {
      const bytes = read(history);
      const rows = ledgerSchema.safeParse(parse(read(ledger)));
      const drawn = bandSchema.safeParse(parse(read(bands)));
      return {
        history: bytes === null ? null : new Uint8Array(bytes),
        ledger: rows.success ? rows.data : [],
        bands: drawn.success ? drawn.data : [],
      };
    },
    async save(kept) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeFileAtomic(history, Buffer.from(kept.history), { mode: 0o600 });
      await writeFileAtomic(ledger, JSON.stringify(kept.ledger), { mode: 0o600 });
      await writeFileAtomic(bands, JSON.stringify(kept.bands), { mode: 0o600 });
    },
  };
}

/** Null for a file that is missing, or none of ours. */
function read(path: string): Buffer | null {
  try {
    return boundedFile(path, MAX_BYTES);
  } catch {
    return null;
  }
}

function parse(bytes: Buffer | null): unknown {
  try {
    return bytes === null ? [] : JSON.parse(bytes.toString('utf8'));
  } catch {
    return []; // A corrupt file reads as empty.
  }
}
