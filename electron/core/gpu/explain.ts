import type { Failure } from '../../shared/failure.ts';
import type { Rung } from './rung.ts';

const RECREATE = 'jenkins-tray down && jenkins-tray up dind';

/** Why a rung is broken, by what was printed there. */
export function explain(rung: Rung, output: string): Failure {
  const detail = output.trim().slice(0, 2000) || 'It printed nothing.';
  const nested = rung === 'nested' || rung === 'step';
  const recreate = nested
    ? { fix: 'Make the DinD container anew: switch Jenkins off and to DinD again.', command: RECREATE }
    : {
        fix: 'Register the toolkit with the engine again.',
        command: 'sudo nvidia-ctk runtime configure --runtime=docker && sudo systemctl restart docker',
      };
  if (/version mismatch/i.test(output)) {
    // A container of the host's engine is new each time, and has the host's own libraries.
    return !nested
      ? {
          code: 'gpu/driver-mismatch',
          title: 'The NVIDIA driver was updated: reboot required',
          detail,
          fix: 'Reboot the computer.',
          command: 'systemctl reboot',
        }
      : {
          code: 'gpu/driver-mismatch',
          title: 'The container still has the old driver’s libraries',
          detail,
          ...recreate,
        };
  }
  if (/failed to run command .docker.|docker: not found/i.test(output)) {
    return {
      code: 'gpu/failed',
      title: 'There is no docker command where steps run',
      detail,
      fix: 'Remove the images, so that the next start builds them again.',
      command: 'jenkins-tray down --images && jenkins-tray up dind',
    };
  }
  if (/Cannot connect to the Docker daemon|error during connect|permission denied.*docker\.sock/i.test(output)) {
    return {
      code: 'dind/unhealthy',
      title: 'Steps do not reach their Docker engine',
      detail,
      fix: 'See what else is wrong.',
      command: 'jenkins-tray doctor',
    };
  }
  if (/could not select device driver/i.test(output)) {
    return {
      code: 'gpu/no-toolkit',
      title: nested
        ? 'The nested engine has no NVIDIA Container Toolkit'
        : 'The NVIDIA Container Toolkit is not installed',
      detail,
      fix: nested
        ? 'Ubuntu and Debian do not have the toolkit. NVIDIA’s guide to installing its Container Toolkit names the apt repository, which ends in libnvidia-container: give its address, and DinD is built with it.'
        : 'Install nvidia-container-toolkit, then restart the engine.',
      command: nested
        ? 'jenkins-tray config set images.nvidiaRepository ADDRESS && jenkins-tray up dind'
        : 'sudo apt-get install nvidia-container-toolkit && sudo systemctl restart docker',
    };
  }
  if (/load library failed|libnvidia-ml\.so/i.test(output)) {
    return {
      code: 'gpu/no-driver',
      title: 'The NVIDIA driver’s libraries are not found',
      detail,
      ...(nested ? recreate : { fix: 'Install the driver’s libraries, such as the package libnvidia-compute.' }),
    };
  }
  if (/nvidia-container-(runtime-hook|cli|runtime).*(no such file|not found)|exec: "nvidia-container/is.test(output)) {
    return {
      code: 'gpu/no-toolkit',
      title: nested ? 'The NVIDIA hook is missing in the nested engine' : 'The NVIDIA hook is missing',
      detail,
      ...recreate,
    };
  }
  if (/unresolvable CDI devices|failed to inject CDI devices|CDI device.*not found/i.test(output)) {
    return {
      code: 'gpu/no-cdi-spec',
      title: 'There is no CDI specification of the GPUs',
      detail,
      ...(nested
        ? recreate
        : { fix: 'Generate it.', command: 'sudo nvidia-ctk cdi generate --output=/etc/cdi/nvidia.yaml' }),
    };
  }
  if (/bpf|cgroup|devices\.allow/i.test(output)) {
    return {
      code: 'gpu/failed',
      title: 'The container’s cgroup does not let it at the GPUs',
      detail,
      fix: 'Update the NVIDIA Container Toolkit. If it stays, as inside LXC: set no-cgroups = true in /etc/nvidia-container-runtime/config.toml and restart the engine.',
    };
  }
  if (rung !== 'host' && /NVML: (Unknown Error|Insufficient Permissions)|nvml error: unknown/i.test(output)) {
    // What `systemctl daemon-reload` leaves behind: the device rules are gone while the container runs.
    return nested
      ? { code: 'gpu/lost', title: 'The container lost its GPUs, as after a reload of systemd', detail, ...recreate }
      : {
          code: 'gpu/failed',
          title: 'A new container is not let at the GPUs',
          detail,
          fix: 'Set no-cgroups = false in /etc/nvidia-container-runtime/config.toml and restart the engine.',
        };
  }
  if (/Unable to determine the device handle|GPU is lost/i.test(output)) {
    return {
      code: 'gpu/lost',
      title: 'A GPU fell off the bus',
      detail,
      fix: 'Reboot the computer.',
      command: 'systemctl reboot',
    };
  }
  if (/couldn't communicate with the NVIDIA driver|Driver Not Loaded/i.test(output)) {
    return {
      code: 'gpu/no-driver',
      title: 'The NVIDIA driver is not running',
      detail,
      fix: 'Install or load the driver.',
    };
  }
  if (/not found|ENOENT|no such file/i.test(output)) {
    return {
      code: 'gpu/no-smi',
      title: rung === 'host' ? 'nvidia-smi is not installed' : 'The container was started without its GPUs',
      detail,
      ...(rung === 'host' ? { fix: 'Install the driver’s utilities.' } : recreate),
    };
  }
  if (/No devices were found/i.test(output)) return { code: 'gpu/absent', title: 'No GPU is there', detail };
  return { code: 'gpu/failed', title: 'nvidia-smi fails there', detail };
}
