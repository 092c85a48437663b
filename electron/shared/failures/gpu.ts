import type { CodedFailure, Sections } from './types.ts';

export const gpuSections = {
  'gpu/absent': {
    title: 'There is no NVIDIA GPU',
    meaning: 'No NVIDIA card is on the PCI bus, or nvidia-smi finds none.',
    remedy: 'Nothing needs to be done; Jenkins runs without GPUs.',
  },
  'gpu/no-driver': {
    title: 'The NVIDIA driver is not running',
    meaning: 'A card is present, but the kernel module or the driver’s libraries are missing.',
    remedy: 'Install the driver of your distribution, or reboot if it was installed just now.',
  },
  'gpu/no-smi': {
    title: 'nvidia-smi is not found',
    meaning: 'The driver’s utilities are not installed, or a container was started without its GPUs.',
    remedy: 'Install the utilities, such as the package nvidia-utils; recreate the container.',
  },
  'gpu/no-permission': {
    title: 'You do not have permission to use the GPUs',
    meaning: 'The devices `/dev/nvidia*` belong to a group that you are not in.',
    remedy: 'Join that group, often `video`, then log in again.',
  },
  'gpu/no-toolkit': {
    title: 'Docker cannot give containers a GPU',
    meaning: 'The NVIDIA Container Toolkit is not installed, or the engine is not configured for it.',
    remedy:
      'Install and register it. For builds in DinD: [where packages come from](images.md#where-packages-come-from).',
  },
  'gpu/driver-mismatch': {
    title: 'The NVIDIA driver was updated',
    meaning: 'The running kernel module and the new libraries do not match, on the host or in a container.',
    remedy: 'Reboot. If only DinD has it, switch Jenkins off and to DinD again.',
  },
  'gpu/no-cdi-spec': {
    title: 'There is no CDI specification of the GPUs',
    meaning: 'The engine provides GPUs through CDI, and the CDI specification is missing or outdated.',
    remedy: 'Generate it: `sudo nvidia-ctk cdi generate --output=/etc/cdi/nvidia.yaml`.',
  },
  'gpu/lost': {
    title: 'A GPU was lost',
    meaning: 'A running container lost its GPUs, as after `systemctl daemon-reload`, or a card fell off the bus.',
    remedy: 'Recreate the DinD container, or reboot if the card itself is lost.',
  },
  'gpu/failed': {
    title: 'The GPUs cannot be used',
    meaning: 'nvidia-smi failed, on the host or in a container, with an error that has no section here.',
    remedy: 'Run `nvidia-smi` by hand, then `jenkins-tray doctor --gpu`. [More on GPUs](gpu.md).',
  },
} as const satisfies Sections;

export type GpuFailure = CodedFailure<keyof typeof gpuSections>;

/** `evidence`: what nvidia-smi printed, or what was seen instead. */
export const gpuAbsent = (evidence: string): GpuFailure => ({
  code: 'gpu/absent',
  title: 'This computer has no NVIDIA GPU',
  detail: evidence,
});

export const gpuDriverMissing = (evidence: string): GpuFailure => ({
  code: 'gpu/no-driver',
  title: 'The NVIDIA driver is not running',
  detail: evidence,
  fix: 'Install the driver of your distribution, or reboot if it was installed just now.',
  command: 'sudo ubuntu-drivers install',
});

export const gpuSmiMissing = (evidence: string): GpuFailure => ({
  code: 'gpu/no-smi',
  title: 'nvidia-smi is not installed',
  detail: evidence,
  fix: 'Install the driver’s utilities, such as the package nvidia-utils.',
});

export const gpuDriverUpdated = (evidence: string): GpuFailure => ({
  code: 'gpu/driver-mismatch',
  title: 'The NVIDIA driver was updated: reboot required',
  detail: evidence,
  fix: 'Reboot. Until then the running kernel module and the new libraries do not match.',
  command: 'systemctl reboot',
});

export const gpuNotPermitted = (evidence: string): GpuFailure => ({
  code: 'gpu/no-permission',
  title: 'You do not have permission to use the GPUs',
  detail: evidence,
  fix: 'Add yourself to the group that owns /dev/nvidia*, then log in again.',
  command: 'sudo usermod -aG video "$USER"',
});

export const gpuOffTheBus = (evidence: string): GpuFailure => ({
  code: 'gpu/lost',
  title: 'A GPU fell off the bus',
  detail: evidence,
  fix: 'Reboot; if it comes back, look at the power supply, the riser and the temperature.',
  command: 'systemctl reboot',
});

export const smiFailed = (evidence: string): GpuFailure => ({
  code: 'gpu/failed',
  title: 'nvidia-smi did not return a reading',
  detail: evidence || 'It exited without any output.',
  fix: 'Run it by hand to see its message.',
  command: 'nvidia-smi',
});

/** The engine refused to start a container with GPUs. */
export const gpuUnavailableInContainers = (evidence: string): GpuFailure => ({
  code: 'gpu/no-toolkit',
  title: 'Docker cannot give containers a GPU',
  detail: evidence,
  fix: 'Install the NVIDIA Container Toolkit and configure Docker for it.',
  command: 'sudo nvidia-ctk runtime configure --runtime=docker && sudo systemctl restart docker',
});

/** `lost`: the failure that nvidia-smi in `container` reported. */
export const gpuLostInDind = <Lost extends CodedFailure<string>>(lost: Lost, container: string): Lost => ({
  ...lost,
  title: 'Builds in DinD have lost their GPUs',
  detail: `${lost.title}. The computer itself still sees them; nvidia-smi in ${container} says: ${lost.detail}`,
  fix: 'Recreate the DinD container. Jenkins is restarted, and containers that builds run in it are stopped; images and volumes are kept.',
});

/** Why DinD runs without GPUs, and how it gets them back. */
export const dindWithoutGpus = <Why extends CodedFailure<string>>(why: Why): Why => ({
  ...why,
  fix: `${why.fix ?? 'Correct that.'} Until then builds in DinD run without GPUs; afterwards switch Jenkins off and to DinD again.`,
});
