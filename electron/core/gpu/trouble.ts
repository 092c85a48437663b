import type { Failure } from '../../shared/failure.ts';
import {
  gpuAbsent,
  gpuDriverMissing,
  gpuDriverUpdated,
  gpuLibraryMissing,
  gpuNotPermitted,
  gpuSmiMissing,
  smiFailed,
} from '../../shared/failures/gpu.ts';
import type { GpuAbsence, GpuState } from '../../shared/gpu.ts';
import { failureOfMessage } from './smi-messages.ts';

/** NVIDIA hardware, as far as it is visible without starting a program. */
export interface GpuHardware {
  /** A display controller of vendor 10de. */
  readonly card: boolean;
  /** The kernel module is loaded (`/proc/driver/nvidia/version`). */
  readonly driver: boolean;
  /** `power/runtime_status` of each card that NVIDIA's driver has. */
  readonly power: readonly string[];
  /** The driver may power off all its cards (its Runtime D3 status is "Enabled…"), as a laptop's second card. */
  readonly sleeps: boolean;
  /** The computer runs on battery. */
  readonly battery: boolean;
}

/** GPUs without readings, and why. */
export type GpuTrouble = Extract<GpuState, { readonly failure: Failure }>;

const absences: Readonly<Record<GpuAbsence, (evidence: string) => Failure>> = {
  'no-card': gpuAbsent,
  'no-driver': gpuDriverMissing,
  'no-smi': gpuSmiMissing,
  'no-library': gpuLibraryMissing,
  mismatch: gpuDriverUpdated,
  'no-permission': gpuNotPermitted,
};

const absent = (reason: GpuAbsence, detail: string): GpuTrouble => ({
  kind: 'absent',
  reason,
  failure: absences[reason](detail),
});

const failed = (failure: Failure): GpuTrouble => ({ kind: 'failed', failure });

/** The state that nvidia-smi's last output means; `missing`: there is no such program. */
export function diagnose(text: string, missing: boolean, hardware: GpuHardware): GpuTrouble {
  const detail = text.trim().slice(0, 2000);
  if (/version mismatch/i.test(text)) return absent('mismatch', detail);
  if (/Insufficient Permissions|Permission denied|EACCES/i.test(text)) return absent('no-permission', detail);
  if (missing && !hardware.card) return absent('no-card', 'No NVIDIA card is on the PCI bus.');
  if (missing)
    return hardware.driver
      ? absent('no-smi', 'No program nvidia-smi is on the PATH.')
      : absent('no-driver', detail || 'The kernel module nvidia is not loaded.');
  if (/couldn't find libnvidia-ml|NVML Shared Library Not Found/i.test(text)) return absent('no-library', detail);
  if (/No devices were found/i.test(text) && !hardware.card) return absent('no-card', detail);
  const noDriver =
    /couldn't communicate with the NVIDIA driver|Driver Not Loaded|No devices were found|NVML: (Unknown Error|Not Found)/i;
  if (noDriver.test(text) && !hardware.driver) return absent('no-driver', detail);
  return failed(failureOfMessage(text, detail) ?? smiFailed(detail));
}
