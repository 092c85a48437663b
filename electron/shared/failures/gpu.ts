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
  'gpu/needs-reset': {
    title: 'A GPU needs a reset',
    meaning:
      'The driver reports “GPU requires reset”, or a recovery action other than “None”, after a fault of the card.',
    remedy:
      'End what uses the card, then `sudo nvidia-smi --gpu-reset -i INDEX`; or reboot, if the driver asks for that.',
  },
  'gpu/not-started': {
    title: 'The driver cannot start a GPU',
    meaning:
      'The card and the driver are there, but the card did not start: an unsuitable driver, too little address space, no power or no interrupts.',
    remedy: 'Look for NVRM in the kernel’s log: `sudo dmesg | grep NVRM`. [More on GPUs](gpu.md).',
  },
  'gpu/inforom': {
    title: 'A GPU’s infoROM is damaged',
    meaning: 'The card works, but its own storage for settings and error counts cannot be read.',
    remedy: 'Nothing needs to be done at once. The maker of the card can repair or replace it.',
  },
  'gpu/toolkit': {
    title: 'The NVIDIA Container Toolkit does not suit this computer',
    meaning: 'The toolkit looks for programs or cards where they are not.',
    remedy: 'Update the toolkit and look at `/etc/nvidia-container-runtime/config.toml`.',
  },
  'gpu/driver-too-old': {
    title: 'An image needs a newer NVIDIA driver',
    meaning: 'The image asks for a newer version of CUDA than the driver has.',
    remedy: 'Update the driver, or use an image for an earlier version of CUDA.',
  },
  'gpu/image': {
    title: 'An image has driver files of its own',
    meaning: 'The image contains libraries of the NVIDIA driver, where the toolkit puts those of this computer.',
    remedy: 'Remove the driver’s libraries from the image.',
  },
  'gpu/unknown-device': {
    title: 'A chosen GPU is not there',
    meaning: 'A container asks for a GPU by an index or UUID that this computer does not have.',
    remedy: 'Choose the GPUs of builds again: the setting `gpu.builds`.',
  },
  'gpu/slow-driver': {
    title: 'The NVIDIA driver starts too slowly for containers',
    meaning: 'Each card starts when it is first used, and the toolkit waits at most 10 s for that.',
    remedy: 'Keep the driver running: `sudo systemctl enable --now nvidia-persistenced`.',
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

/** `evidence`: what the driver printed, or the recovery action that it names; `index`: the GPU's, if known. */
export const gpuNeedsReset = (evidence: string, index?: number): GpuFailure => ({
  code: 'gpu/needs-reset',
  title: 'A GPU needs a reset',
  detail: evidence,
  fix: 'End the programs that use it, then reset it; if that fails, reboot.',
  command: `sudo nvidia-smi --gpu-reset${index === undefined ? '' : ` -i ${index}`}`,
});

export const gpuNeedsReboot = (evidence: string): GpuFailure => ({
  code: 'gpu/needs-reset',
  title: 'A GPU needs a reboot',
  detail: evidence,
  fix: 'Reboot: the driver says that a reset of the card is not enough.',
  command: 'systemctl reboot',
});

export const gpuNotStarted = (evidence: string): GpuFailure => ({
  code: 'gpu/not-started',
  title: 'The driver cannot start a GPU',
  detail: evidence,
  fix: 'Look for NVRM in the kernel’s log. Cards from the RTX 50 series on need the driver with open kernel modules; cards before the RTX 20 series cannot use those. If the log names BARs or memory, turn “Above 4G Decoding” on in the firmware’s set-up, and “Resizable BAR” on or off.',
  command: 'sudo dmesg | grep NVRM',
});

export const gpuLacksPower = (evidence: string): GpuFailure => ({
  code: 'gpu/not-started',
  title: 'A GPU lacks external power',
  detail: evidence,
  fix: 'Turn the computer off and plug the power cables of the card in.',
});

export const gpuGetsNoInterrupts = (evidence: string): GpuFailure => ({
  code: 'gpu/not-started',
  title: 'A GPU gets no interrupts',
  detail: evidence,
  fix: 'Reboot. If it stays, update the firmware of the computer, or put the card into another slot.',
  command: 'sudo dmesg | grep NVRM',
});

export const gpuInfoRomDamaged = (evidence: string): GpuFailure => ({
  code: 'gpu/inforom',
  title: 'A GPU’s infoROM is damaged',
  detail: evidence,
  fix: 'Its readings are right. Ask the maker of the card if it fails otherwise.',
});

export const gpuLibraryMissing = (evidence: string): GpuFailure => ({
  code: 'gpu/no-driver',
  title: 'nvidia-smi does not find the driver’s libraries',
  detail: evidence,
  fix: 'Install the driver’s libraries, such as the package libnvidia-compute, in the version of the driver.',
  command: 'sudo ubuntu-drivers install',
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
  fix: 'Install the NVIDIA Container Toolkit (docs/first-hour.md has the commands), then configure Docker for it.',
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
