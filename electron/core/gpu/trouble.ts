import type { Failure } from '../../shared/failure.ts';
import type { GpuAbsence, GpuState } from '../../shared/gpu.ts';

/** What the machine shows of NVIDIA without running anything. */
export interface GpuHardware {
  /** A display controller of vendor 10de. */
  readonly card: boolean;
  /** The kernel module is loaded (`/proc/driver/nvidia/version`). */
  readonly driver: boolean;
  /** `power/runtime_status` of each NVIDIA card. */
  readonly power: readonly string[];
  /** They may fall asleep by themselves (`power/control` is `auto`), as a laptop's second card does. */
  readonly sleeps: boolean;
  /** The computer runs on its battery. */
  readonly battery: boolean;
}

const absences: Readonly<Record<GpuAbsence, Omit<Failure, 'detail'>>> = {
  'no-card': { code: 'gpu/absent', title: 'This computer has no NVIDIA GPU' },
  'no-driver': {
    code: 'gpu/no-driver',
    title: 'The NVIDIA driver is not running',
    fix: 'Install the driver of your distribution, or reboot if it was installed just now.',
    command: 'sudo ubuntu-drivers install',
  },
  'no-smi': {
    code: 'gpu/no-smi',
    title: 'nvidia-smi is not installed',
    fix: 'Install the driver’s utilities, such as the package nvidia-utils.',
  },
  mismatch: {
    code: 'gpu/driver-mismatch',
    title: 'The NVIDIA driver was updated: reboot required',
    fix: 'Reboot. Until then the running kernel module and the new libraries do not fit each other.',
    command: 'systemctl reboot',
  },
  'no-permission': {
    code: 'gpu/no-permission',
    title: 'You may not use the GPUs',
    fix: 'Add yourself to the group that owns /dev/nvidia*, then log in again.',
    command: 'sudo usermod -aG video "$USER"',
  },
};

function absent(reason: GpuAbsence, detail: string): GpuState & { readonly kind: 'absent' } {
  return { kind: 'absent', reason, failure: { ...absences[reason], detail } };
}

/** What nvidia-smi's last words mean; `missing` where there is no such program. */
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
    return {
      kind: 'failed',
      failure: {
        code: 'gpu/lost',
        title: 'A GPU fell off the bus',
        detail,
        fix: 'Reboot; if it comes back, look at the power supply, the riser and the temperature.',
      },
    };
  }
  return failed(detail);
}

function failed(detail: string): GpuState {
  return {
    kind: 'failed',
    failure: {
      code: 'gpu/failed',
      title: 'nvidia-smi does not answer as it should',
      detail: detail || 'It ended without a word.',
      fix: 'Run it by hand to see what it says.',
      command: 'nvidia-smi',
    },
  };
}
