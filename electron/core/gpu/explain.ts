import type { Failure } from '../../shared/failure.ts';
import { stepsWithoutEngine } from '../../shared/failures/dind.ts';
import { gpuDriverMissing, gpuDriverUpdated, gpuOffTheBus, gpuSmiMissing } from '../../shared/failures/gpu.ts';
import {
  blockedByCgroup,
  cdiSpecMissing,
  containerWithoutGpus,
  dockerMissingForSteps,
  gpuLibrariesOutdated,
  gpusBlockedForContainers,
  gpusLostByReload,
  hookMissing,
  librariesMissing,
  nestedCdiSpecMissing,
  nestedHookMissing,
  nestedLibrariesMissing,
  nestedToolkitMissing,
  nestedWithoutGpus,
  noGpuListed,
  smiFailedInContainer,
  toolkitMissing,
} from '../../shared/failures/gpu-containers.ts';
import type { Rung } from './rung.ts';

/** The Failure for this evidence; null: the pattern does not apply here. */
type Meaning = ((evidence: string) => Failure) | null;

/** What a pattern in the output means on the host, in a container of its engine, and in or below the nested engine. */
interface Cause {
  readonly says: RegExp;
  readonly host: Meaning;
  readonly container: Meaning;
  readonly nested: Meaning;
}

const everywhere = (is: Meaning) => ({ host: is, container: is, nested: is });
const outside = (is: Meaning) => ({ host: is, container: is });

/** The first match counts, so the most specific patterns come first. */
const CAUSES: readonly Cause[] = [
  // In a new container of the host's engine the libraries are the host's, so there it means the same as on the host.
  { says: /version mismatch/i, ...outside(gpuDriverUpdated), nested: gpuLibrariesOutdated },
  { says: /failed to run command .docker.|docker: not found/i, ...everywhere(dockerMissingForSteps) },
  {
    says: /Cannot connect to the Docker daemon|error during connect|permission denied.*docker\.sock/i,
    ...everywhere(stepsWithoutEngine),
  },
  { says: /could not select device driver/i, ...outside(toolkitMissing), nested: nestedToolkitMissing },
  { says: /load library failed|libnvidia-ml\.so/i, ...outside(librariesMissing), nested: nestedLibrariesMissing },
  {
    says: /nvidia-container-(runtime-hook|cli|runtime).*(no such file|not found)|exec: "nvidia-container/is,
    ...outside(hookMissing),
    nested: nestedHookMissing,
  },
  {
    says: /unresolvable CDI devices|failed to inject CDI devices|CDI device.*not found/i,
    ...outside(cdiSpecMissing),
    nested: nestedCdiSpecMissing,
  },
  { says: /bpf|cgroup|devices\.allow/i, ...everywhere(blockedByCgroup) },
  {
    says: /NVML: (Unknown Error|Insufficient Permissions)|nvml error: unknown/i,
    host: null,
    container: gpusBlockedForContainers,
    nested: gpusLostByReload,
  },
  { says: /Unable to determine the device handle|GPU is lost/i, ...everywhere(gpuOffTheBus) },
  { says: /couldn't communicate with the NVIDIA driver|Driver Not Loaded/i, ...everywhere(gpuDriverMissing) },
  {
    says: /not found|ENOENT|no such file/i,
    host: gpuSmiMissing,
    container: containerWithoutGpus,
    nested: nestedWithoutGpus,
  },
  { says: /No devices were found/i, ...everywhere(noGpuListed) },
];

const places = { host: 'host', container: 'container', nested: 'nested', step: 'nested' } as const;

/** Why a rung failed, by its output. */
export function explain(rung: Rung, output: string): Failure {
  const evidence = output.trim().slice(0, 2000) || 'It printed nothing.';
  for (const cause of CAUSES) {
    const meaning = cause.says.test(output) ? cause[places[rung]] : null;
    if (meaning !== null) return meaning(evidence);
  }
  return smiFailedInContainer(evidence);
}
