import type { Failure } from '../../shared/failure.ts';
import {
  gpuAbsent,
  gpuDriverMissing,
  gpuDriverUpdated,
  gpuNotPermitted,
  gpuOffTheBus,
  gpuSmiMissing,
  smiFailed,
} from '../../shared/failures/gpu.ts';
import type { GpuAbsence, GpuState } from '../../shared/gpu.ts';

/** NVIDIA hardware, as far as it is visible without starting a program. */
export interface GpuHardware {
  /** A display controller of vendor 10de. */
  readonly card: boolean;
  /** The kernel module is loaded (`/proc/driver/nvidia/version`). */
  readonly driver: boolean;
  /** `power/runtime_status` of each NVIDIA card. */
  readonly power: readonly string[];
  /** The cards may suspend themselves (`power/control` is `auto`), as a laptop's second card does. */
  readonly sleeps: boolean;
  /** The computer runs on battery. */
  readonly battery: boolean;
}

const absences: Readonly<Record<GpuAbsence, (evidence: string) => Failure>> = {
  'no-card': gpuAbsent,
  'no-driver': gpuDriverMissing,
  'no-smi': gpuSmiMissing,
  mismatch: gpuDriverUpdated,
  'no-permission': gpuNotPermitted,
};

function absent(reason: GpuAbsence, detail: string): GpuState & { readonly kind: 'absent' } {
  return { kind: 'absent', reason, failure: absences[reason](detail) };
}

/** The state that nvidia-smi's last output means; `missing`: there is no such program. */
export function diagnose(text: string, missing: boolean, hardware: GpuHardware): GpuState {
  const detail = text.trim().slice(0, 2000);
  if (/version mismatch/i.test(text)) return absent('mismatch', detail);
  if (/Insufficient Permissions|Permission denied|EACCES/i.test(text)) return absent('no-permission', detail);
  if (missing && !hardware.card) return absent('no-card', 'No NVIDIA card is on the PCI bus.');
  if (missing)
    return hardware.driver
      ? absent('no-smi', 'No program nvidia-smi is on the PATH.')
      : absent('no-driver', detail || 'The kernel module nvidia is not loaded.');
  if (/No devices were found/i.test(text)) return hardware.card ? failed(detail) : absent('no-card', detail);
  if (/couldn't communicate with the NVIDIA driver|Driver Not Loaded|NVML: (Unknown Error|Not Found)/i.test(text)) {
    return hardware.driver ? failed(detail) : absent('no-driver', detail);
  }
  if (/Unable to determine the device handle|GPU is lost|fallen off the bus/i.test(text)) {
    return { kind: 'failed', failure: gpuOffTheBus(detail) };
  }
  return failed(detail);
}

const failed = (detail: string): GpuState => ({ kind: 'failed', failure: smiFailed(detail) });
