import type { Failure } from '../../shared/failure.ts';
import {
  gpuGetsNoInterrupts,
  gpuInfoRomDamaged,
  gpuLacksPower,
  gpuNeedsReset,
  gpuNotStarted,
  gpuOffTheBus,
} from '../../shared/failures/gpu.ts';

/** What nvidia-smi prints about a card that it cannot read, and what that means. */
interface SmiMessage {
  readonly says: RegExp;
  readonly failure: (evidence: string) => Failure;
  /** Where it was posted or documented. */
  readonly source: string;
}

/** NVML's own words for its errors, which nvidia-smi prints after the card's address or in a field. */
const NVML = 'https://docs.nvidia.com/deploy/nvml-api/group__nvmlDeviceEnumvs.html';

/** The first match counts. */
const SMI_MESSAGES: readonly SmiMessage[] = [
  { says: /requires (a )?(reset|restart)/i, failure: (evidence) => gpuNeedsReset(evidence), source: NVML },
  { says: /Insufficient External Power|external power cables/i, failure: gpuLacksPower, source: NVML },
  { says: /Interrupt Request Issue|interrupt issue/i, failure: gpuGetsNoInterrupts, source: NVML },
  {
    says: /infoROM is corrupted|Corrupted infoROM/i,
    failure: gpuInfoRomDamaged,
    source: 'https://github.com/NVIDIA/gpu-operator/issues/20',
  },
  {
    says: /Unable to (determine|detect) the device handle[^\n]*: (Not Found|Uninitialized)/i,
    failure: gpuNotStarted,
    source: 'https://github.com/NVIDIA/open-gpu-kernel-modules/issues/259',
  },
  {
    says: /GPU is lost|fallen off the bus/i,
    failure: gpuOffTheBus,
    source: 'https://github.com/JosephKJ/OWOD/issues/81',
  },
  {
    says: /Unable to (determine|detect) the device handle/i,
    failure: gpuOffTheBus,
    source: 'https://github.com/NVIDIA/open-gpu-kernel-modules/issues/387',
  },
  // Last: with a single card, newer drivers print this after what is wrong with it.
  {
    says: /No devices were found/i,
    failure: gpuNotStarted,
    source: 'https://github.com/NVIDIA/open-gpu-kernel-modules/issues/862',
  },
];

/** What such a message means; null: it is none of these. `evidence` is shown with it. */
export const failureOfMessage = (text: string, evidence = text): Failure | null =>
  SMI_MESSAGES.find(({ says }) => says.test(text))?.failure(evidence) ?? null;
