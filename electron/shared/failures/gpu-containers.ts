import type { GpuFailure } from './gpu.ts';

/** How to repair a container: in DinD recreate it, on the host configure the engine again. */
const RECREATE = {
  fix: 'Recreate the DinD container: switch Jenkins off and to DinD again.',
  command: 'jenkins-tray down && jenkins-tray up dind',
};
const REGISTER = {
  fix: 'Register the toolkit with the engine again.',
  command: 'sudo nvidia-ctk runtime configure --runtime=docker && sudo systemctl restart docker',
};

/** A container made before the driver was updated. */
export const gpuLibrariesOutdated = (evidence: string): GpuFailure => ({
  code: 'gpu/driver-mismatch',
  title: 'The container still has the old driver’s libraries',
  detail: evidence,
  ...RECREATE,
});

export const dockerMissingForSteps = (evidence: string): GpuFailure => ({
  code: 'gpu/failed',
  title: 'There is no docker command where steps run',
  detail: evidence,
  fix: 'Remove the images, so that the next start builds them again.',
  command: 'jenkins-tray down --images && jenkins-tray up dind',
});

export const toolkitMissing = (evidence: string): GpuFailure => ({
  code: 'gpu/no-toolkit',
  title: 'The NVIDIA Container Toolkit is not installed',
  detail: evidence,
  fix: 'Install nvidia-container-toolkit, then restart the engine.',
  command: 'sudo apt-get install nvidia-container-toolkit && sudo systemctl restart docker',
});

export const nestedToolkitMissing = (evidence: string): GpuFailure => ({
  code: 'gpu/no-toolkit',
  title: 'The nested engine has no NVIDIA Container Toolkit',
  detail: evidence,
  fix: 'Ubuntu and Debian do not have the toolkit. Set the address of its apt repository, which ends in libnvidia-container, and DinD is built with it. This is NVIDIA’s own:',
  command:
    'jenkins-tray config set images.nvidiaRepository https://nvidia.github.io/libnvidia-container && jenkins-tray up dind',
});

/** DinD has the GPUs, and its image has no toolkit; `repository`: where it can be had. */
export const buildsWithoutGpus = (repository: string): GpuFailure => ({
  code: 'gpu/no-toolkit',
  title: 'Builds: no GPU',
  detail:
    'The DinD container has the GPUs, but its image was built without the NVIDIA Container Toolkit, often for want of a network. So the containers of builds get none.',
  fix: 'Build the image again with the toolkit from its repository.',
  command: `jenkins-tray config set images.nvidiaRepository ${repository} && jenkins-tray up dind`,
});

export const hookMissing = (evidence: string): GpuFailure => ({
  code: 'gpu/no-toolkit',
  title: 'The NVIDIA hook is missing',
  detail: evidence,
  ...REGISTER,
});

export const nestedHookMissing = (evidence: string): GpuFailure => ({
  code: 'gpu/no-toolkit',
  title: 'The NVIDIA hook is missing in the nested engine',
  detail: evidence,
  ...RECREATE,
});

const LIBRARIES = 'The NVIDIA driver’s libraries are not found';

export const librariesMissing = (evidence: string): GpuFailure => ({
  code: 'gpu/no-driver',
  title: LIBRARIES,
  detail: evidence,
  fix: 'Install the driver’s libraries, such as the package libnvidia-compute.',
});

export const nestedLibrariesMissing = (evidence: string): GpuFailure => ({
  ...librariesMissing(evidence),
  ...RECREATE,
});

export const cdiSpecMissing = (evidence: string): GpuFailure => ({
  code: 'gpu/no-cdi-spec',
  title: 'There is no CDI specification of the GPUs',
  detail: evidence,
  fix: 'Generate it.',
  command: 'sudo nvidia-ctk cdi generate --output=/etc/cdi/nvidia.yaml',
});

/** It names the driver's files by version, and is what engines since 29.2 go by first. */
export const cdiSpecOutdated = (evidence: string): GpuFailure => ({
  code: 'gpu/no-cdi-spec',
  title: 'The CDI specification of the GPUs is out of date',
  detail: evidence,
  fix: 'It names files that are gone, as after an update of the driver. Write it again; where there is no nvidia-cdi-refresh: sudo nvidia-ctk cdi generate --output=/etc/cdi/nvidia.yaml.',
  command: 'sudo systemctl restart nvidia-cdi-refresh',
});

/** It is written whenever the nested engine starts. */
export const nestedCdiSpecOutdated = (evidence: string): GpuFailure => ({ ...cdiSpecOutdated(evidence), ...RECREATE });

export const nestedCdiSpecMissing = (evidence: string): GpuFailure => ({ ...cdiSpecMissing(evidence), ...RECREATE });

export const blockedByCgroup = (evidence: string): GpuFailure => ({
  code: 'gpu/failed',
  title: 'The container’s cgroup blocks access to the GPUs',
  detail: evidence,
  fix: 'Update the NVIDIA Container Toolkit. If that does not help, as inside LXC: set no-cgroups = true in /etc/nvidia-container-runtime/config.toml and restart the engine.',
});

/** What `systemctl daemon-reload` leaves behind: the device rules are gone while the container runs. */
export const gpusLostByReload = (evidence: string): GpuFailure => ({
  code: 'gpu/lost',
  title: 'The container lost its GPUs, as after a reload of systemd',
  detail: evidence,
  ...RECREATE,
});

export const gpusBlockedForContainers = (evidence: string): GpuFailure => ({
  code: 'gpu/failed',
  title: 'New containers cannot access the GPUs',
  detail: evidence,
  fix: 'Set no-cgroups = false in /etc/nvidia-container-runtime/config.toml and restart the engine.',
});

const startedWithout = (evidence: string): GpuFailure => ({
  code: 'gpu/no-smi',
  title: 'The container was started without its GPUs',
  detail: evidence,
});

export const containerWithoutGpus = (evidence: string): GpuFailure => ({ ...startedWithout(evidence), ...REGISTER });

export const nestedWithoutGpus = (evidence: string): GpuFailure => ({ ...startedWithout(evidence), ...RECREATE });

/** The toolkit's configuration is for Ubuntu, the only one with this program. */
export const ldconfigMissing = (evidence: string): GpuFailure => ({
  code: 'gpu/toolkit',
  title: 'The NVIDIA Container Toolkit looks for a program of another distribution',
  detail: evidence,
  fix: 'Set ldconfig = "@/sbin/ldconfig" in /etc/nvidia-container-runtime/config.toml.',
  command: "sudo sed -i 's|@/sbin/ldconfig.real|@/sbin/ldconfig|' /etc/nvidia-container-runtime/config.toml",
});

export const cardGoneForToolkit = (evidence: string): GpuFailure => ({
  code: 'gpu/toolkit',
  title: 'The NVIDIA Container Toolkit expects a card that the driver does not have',
  detail: evidence,
  fix: 'Update the toolkit, then restart the engine. Virtual machines with long PCI addresses need version 1.4 or later.',
  command: 'sudo apt-get install --only-upgrade nvidia-container-toolkit && sudo systemctl restart docker',
});

export const driverTooOld = (evidence: string): GpuFailure => ({
  code: 'gpu/driver-too-old',
  title: 'The image needs a newer NVIDIA driver',
  detail: evidence,
  fix: 'Update the driver, or use an image for an earlier version of CUDA.',
});

export const imageHasDriver = (evidence: string): GpuFailure => ({
  code: 'gpu/image',
  title: 'The image has NVIDIA driver files of its own',
  detail: evidence,
  fix: 'Remove the driver’s packages (libnvidia-…, nvidia-utils-…) from the image; the toolkit adds those of this computer. Images that were saved from a running container, as in WSL, have empty files in their place.',
});

export const deviceUnknown = (evidence: string): GpuFailure => ({
  code: 'gpu/unknown-device',
  title: 'The container asks for a GPU that is not there',
  detail: evidence,
  fix: 'Choose the GPUs of builds again; “all” always works.',
  command: 'jenkins-tray config set gpu.builds all',
});

export const driverTooSlow = (evidence: string): GpuFailure => ({
  code: 'gpu/slow-driver',
  title: 'The NVIDIA driver starts too slowly for containers',
  detail: evidence,
  fix: 'Keep the driver running while nothing uses it.',
  command: 'sudo systemctl enable --now nvidia-persistenced || sudo nvidia-smi -pm 1',
});

/** The toolkit's own look at the GPUs fails, on the host, before a container exists. */
export const driverFailsForToolkit = (evidence: string): GpuFailure => ({
  code: 'gpu/failed',
  title: 'The NVIDIA driver fails when Docker looks at the GPUs',
  detail: evidence,
  fix: 'Look for a card that fails: nvidia-smi on this computer, and Xid in the kernel’s log. Then reboot.',
  command: 'sudo dmesg | grep -E "NVRM|Xid"',
});

/** nvidia-smi runs and lists no GPU. */
export const noGpuListed = (evidence: string): GpuFailure => ({
  code: 'gpu/absent',
  title: 'No GPU was found',
  detail: evidence,
});

export const smiFailedInContainer = (evidence: string): GpuFailure => ({
  code: 'gpu/failed',
  title: 'nvidia-smi failed',
  detail: evidence,
});
