import { buildName } from '../../shared/build-name.ts';
import type { Failure } from '../../shared/failure.ts';
import { gpuNeedsReboot, gpuNeedsReset, gpuOffTheBus } from '../../shared/failures/gpu.ts';
import { gpuFull, gpuHeldIdle, gpuHot } from '../../shared/failures/gpu-use.ts';
import { formatBytes, formatDuration } from '../../shared/format.ts';
import { type GpuLedgerRow, type GpuListing, type GpuSample, type GpuState, gpuNotice } from '../../shared/gpu.ts';
import { gpuName } from '../../shared/gpu-fields.ts';
import type { Notice } from '../../shared/notice.ts';
import type { GpuAlarm, GpuLimits } from './alarms.ts';

/** Failures that need somebody: readings will not come back by themselves. */
const TOLD: ReadonlySet<string> = new Set(['gpu/driver-mismatch', 'gpu/lost', 'gpu/needs-reset', 'gpu/not-started']);
/** How long a build holds idle GPUs before that is told. */
const IDLE_MS = 3_600_000;

/** Everything about the GPUs that is told outside of their view as well. */
export interface GpuFacts {
  readonly state: GpuState;
  readonly listing: GpuListing;
  readonly ledger: readonly GpuLedgerRow[];
  readonly alarms?: readonly GpuAlarm[];
  readonly limits?: GpuLimits;
}

/** The notices about GPUs at `now`, milliseconds since 1970: once per trouble and card. */
export function gpuNotices(facts: GpuFacts, now: number): readonly Notice[] {
  const { state, listing, ledger } = facts;
  const failures: readonly (Failure | null)[] = [
    'failure' in state ? state.failure : null,
    ...(state.kind === 'ok' ? [...state.warnings, listing.failure] : []),
  ];
  const ofDriver = failures.flatMap((failure) =>
    failure !== null && TOLD.has(failure.code) ? [noticeOf(failure, failure.detail)] : [],
  );
  const ofCards = state.kind === 'ok' ? state.gpus.flatMap(ofCard) : [];
  const notices = [...ofDriver, ...ofCards, ...ofAlarms(facts), ...ledger.flatMap((row) => ofIdle(row, now))];
  return notices.filter(({ id }, at) => notices.findIndex((one) => one.id === id) === at);
}

const noticeOf = (failure: Failure, subject: string): Notice => ({ id: gpuNotice(failure.code, subject), failure });

function ofCard(gpu: GpuSample): readonly Notice[] {
  const card = `GPU ${gpu.index}: ${gpuName(gpu)}`;
  if (gpu.lost) return [noticeOf(gpuOffTheBus(card), gpu.uuid)];
  if (gpu.recovery === null) return [];
  const evidence = `${card}. The driver asks for: ${gpu.recovery}.`;
  return [
    noticeOf(/reboot/i.test(gpu.recovery) ? gpuNeedsReboot(evidence) : gpuNeedsReset(evidence, gpu.index), gpu.uuid),
  ];
}

/** Cards that have been hot or full for a while; each time is a notice of its own. */
function ofAlarms({ state, alarms = [], limits }: GpuFacts): readonly Notice[] {
  if (state.kind !== 'ok' || limits === undefined) return [];
  return alarms.flatMap(({ kind, uuid, since, told }) => {
    const gpu = state.gpus.find((one) => one.uuid === uuid);
    const limit = limits[kind];
    if (!told || gpu === undefined || limit === null) return [];
    const failure = (kind === 'hot' ? gpuHot : gpuFull)(gpu.index, gpuName(gpu), limit);
    return [noticeOf(failure, `${uuid} ${since}`)];
  });
}

function ofIdle(row: GpuLedgerRow, now: number): readonly Notice[] {
  const held = row.idleMemoryBytes ?? row.peakMemoryBytes;
  if (row.idleSince === null || held === null || now - row.idleSince < IDLE_MS) return [];
  const build = buildName({ job: row.job, number: row.build });
  // By the hour, so that the words stay the same in between.
  const hours = Math.floor((now - row.idleSince) / IDLE_MS) * IDLE_MS;
  return [noticeOf(gpuHeldIdle(build, formatBytes(held), formatDuration(hours)), build)];
}
