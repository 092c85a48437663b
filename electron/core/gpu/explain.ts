import type { Failure } from '../../shared/failure.ts';
import { stepsWithoutEngine } from '../../shared/failures/dind.ts';
import { gpuDriverMissing, gpuDriverUpdated, gpuSmiMissing } from '../../shared/failures/gpu.ts';
import {
  blockedByCgroup,
  cardGoneForToolkit,
  cdiSpecMissing,
  cdiSpecOutdated,
  containerWithoutGpus,
  deviceUnknown,
  dockerMissingForSteps,
  driverFailsForToolkit,
  driverTooOld,
  driverTooSlow,
  gpuLibrariesOutdated,
  gpusBlockedForContainers,
  gpusLostByReload,
  hookMissing,
  imageHasDriver,
  ldconfigMissing,
  librariesMissing,
  nestedCdiSpecMissing,
  nestedCdiSpecOutdated,
  nestedHookMissing,
  nestedLibrariesMissing,
  nestedToolkitMissing,
  nestedWithoutGpus,
  noGpuListed,
  smiFailedInContainer,
  toolkitMissing,
} from '../../shared/failures/gpu-containers.ts';
import type { Rung } from './rung.ts';
import { failureOfMessage } from './smi-messages.ts';

/** The Failure for this evidence; null: the pattern does not apply here. */
type Meaning = ((evidence: string) => Failure) | null;

/** What the toolkit prints while it starts a container, wherever that is, with the source of each. */
const TOOLKIT: readonly {
  readonly says: RegExp;
  readonly is: (evidence: string) => Failure;
  readonly source: string;
}[] = [
  {
    says: /ldconfig\.real: no such file/i,
    is: ldconfigMissing,
    source: 'https://github.com/hekmak/Conf-net/issues/5',
  },
  {
    says: /requirement error: unsatisfied condition/i,
    is: driverTooOld,
    source: 'https://github.com/theroyallab/tabbyAPI/issues/324',
  },
  {
    says: /lib(nvidia|cuda)[\w.-]*\.so[\w.]*: file exists/i,
    is: imageHasDriver,
    source: 'https://github.com/NVIDIA/nvidia-container-toolkit/issues/289',
  },
  {
    says: /\/proc\/driver\/nvidia\/gpus\/[^\n]*no such file/i,
    is: cardGoneForToolkit,
    source: 'https://github.com/NVIDIA/nvidia-docker/issues/1316',
  },
  {
    says: /device error: [^\n]*unknown device/i,
    is: deviceUnknown,
    source: 'https://github.com/NVIDIA/nvidia-container-toolkit/issues/632',
  },
  {
    says: /(driver|nvcgo)( rpc)? error: (timed out|failed to process request)/i,
    is: driverTooSlow,
    source: 'https://github.com/NVIDIA/nvidia-container-toolkit/issues/202',
  },
  {
    says: /(initialization|detection) error: nvml error: unknown/i,
    is: driverFailsForToolkit,
    source: 'https://github.com/NVIDIA/nvidia-container-toolkit/issues/416',
  },
];

/** Why the toolkit could not start a container; null: the message is none of those known. */
export const explainToolkit = (message: string): Failure | null =>
  TOOLKIT.find(({ says }) => says.test(message))?.is(message) ?? null;

/** What runc and the engine print where a CDI specification names files or devices that are gone (nvidia-container-toolkit#885). */
export const OUTDATED_SPEC =
  /(failed to fulfil mount request: open |error mounting ")[^"\n]*(\/lib[^/\s]*nvidia|\/nvidia-|\/dev\/nvidia)[^\n]*no such file|failed to stat CDI host device/i;

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
  // Engine 29 looks for a CDI specification where it has no driver for `--gpus`.
  {
    says: /could not select device driver|discover GPU vendor from CDI/i,
    ...outside(toolkitMissing),
    nested: nestedToolkitMissing,
  },
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
  { says: OUTDATED_SPEC, ...outside(cdiSpecOutdated), nested: nestedCdiSpecOutdated },
  { says: /bpf|cgroup|devices\.allow/i, ...everywhere(blockedByCgroup) },
  {
    says: /NVML: (Unknown Error|Insufficient Permissions)|nvml error: unknown/i,
    host: null,
    container: gpusBlockedForContainers,
    nested: gpusLostByReload,
  },
  { says: /couldn't communicate with the NVIDIA driver|Driver Not Loaded/i, ...everywhere(gpuDriverMissing) },
  {
    says: /not found|ENOENT|no such file/i,
    host: gpuSmiMissing,
    container: containerWithoutGpus,
    nested: nestedWithoutGpus,
  },
  { says: /No devices were found/i, host: null, container: noGpuListed, nested: noGpuListed },
];

const places = { host: 'host', container: 'container', nested: 'nested', step: 'nested' } as const;

/** Why a rung failed, by its output. */
export function explain(rung: Rung, output: string): Failure {
  const evidence = output.trim().slice(0, 2000) || 'It printed nothing.';
  const toolkit = explainToolkit(evidence);
  if (toolkit !== null) return toolkit;
  for (const cause of CAUSES) {
    const meaning = cause.says.test(output) ? cause[places[rung]] : null;
    if (meaning !== null) return meaning(evidence);
  }
  return failureOfMessage(output, evidence) ?? smiFailedInContainer(evidence);
}
