import type { GpuInstance, GpuXid } from '../../shared/gpu.ts';
import { isGpuUuid } from '../../shared/gpu-uuid.ts';
import type { SmiProcess } from './listings.ts';
import { bytes, number, word } from './values.ts';

/** What only the whole log tells: the processes that draw, and the parts of split GPUs. */
export interface SmiLog {
  readonly graphics: readonly SmiProcess[];
  readonly instances: readonly GpuInstance[];
  /** From the kernel's log. */
  readonly xids?: readonly GpuXid[];
}

/** Prints everything about all GPUs as XML; takes a second where there are many. */
export const LOG_ARGS = ['-q', '-x'] as const;

/** Longer logs are truncated; one of 16 GPUs has some 300 kB. */
const MAX_CHARACTERS = 1 << 21;

/** Reads `nvidia-smi -q -x` (its format: nvsmi_device_v12.dtd). Never throws; what is not understood is left out. */
export function parseLog(text: string): SmiLog {
  const gpus = elements(text.slice(0, MAX_CHARACTERS), 'gpu').flatMap((gpu) => {
    const split = element(gpu, 'mig_devices') ?? '';
    // The instances may have UUIDs of their own.
    const uuid = element(gpu.replace(split, ''), 'uuid') ?? '';
    return isGpuUuid(uuid) ? [{ uuid, gpu, split }] : [];
  });
  return {
    graphics: gpus.flatMap(({ uuid, gpu }) =>
      elements(element(gpu, 'processes') ?? '', 'process_info').flatMap((process) => graphicsOf(process, uuid)),
    ),
    instances: gpus.flatMap(({ uuid, split }) =>
      elements(split, 'mig_device').map((device) => {
        const memory = element(device, 'fb_memory_usage') ?? '';
        return {
          uuid,
          index: number(element(device, 'index')) ?? 0,
          profile: null,
          memoryUsedBytes: bytes(element(memory, 'used')),
          memoryTotalBytes: bytes(element(memory, 'total')),
        };
      }),
    ),
  };
}

/** A process of type G; those of type C and C+G are compute processes, which are listed elsewhere. */
function graphicsOf(process: string, uuid: string): readonly SmiProcess[] {
  const pid = number(element(process, 'pid'));
  if (element(process, 'type') !== 'G' || pid === null) return [];
  const name = word(unescaped(element(process, 'process_name') ?? '')) ?? 'unknown';
  return [{ pid, name, uuid, memoryBytes: bytes(element(process, 'used_memory')) }];
}

/** The contents of all elements with this name, attributes or not; none of these contain themselves. */
const elements = (text: string, name: string): readonly string[] =>
  [...text.matchAll(new RegExp(`<${name}(?: [^>]*)?>([\\s\\S]*?)</${name}>`, 'g'))].map((match) => match[1] ?? '');

const element = (text: string, name: string): string | undefined => elements(text, name)[0]?.trim();

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
const unescaped = (text: string): string =>
  text.replace(/&(lt|gt|quot|apos|amp);/g, (whole, name: string) => ENTITIES[name] ?? whole);
