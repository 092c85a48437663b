import { buildName } from '../shared/build-name.ts';
import { formatAge, formatBytes, orDash } from '../shared/format.ts';
import type { GpuInstance, GpuListing, GpuProcessRow, GpuSample, GpuState } from '../shared/gpu.ts';
import { GPU_FIELDS, type GpuField, gpuName } from '../shared/gpu-fields.ts';
import { isOrdinary } from '../shared/gpu-throttle.ts';
import { xidOf, xidWords } from '../shared/gpu-xid.ts';
import { harmlessData } from '../shared/harmless.ts';
import { cut, pad } from './columns.ts';
import type { Io } from './io.ts';
import { failureText, paint } from './print.ts';

/** A column of the table; its width includes the space after it. */
type Column = NonNullable<GpuField['column']>;
/** With a name of 25 columns the widths add up to 80. */
const USUAL_WIDTH = 80;
const NAME = { usual: 25, min: 8, max: 40 };

/** The table for a terminal: names get what is left of its width. */
const columnsFor = (width: number): readonly Column[] => [
  { head: '#', width: 3, cell: (gpu) => String(gpu.index) },
  {
    head: 'GPU',
    width: Math.min(NAME.max, Math.max(NAME.min, NAME.usual + width - USUAL_WIDTH)),
    cell: gpuName,
  },
  ...GPU_FIELDS.flatMap(({ column }) => column ?? []),
];

/** The GPUs as a table as wide as the terminal, and their processes; a sentence if there are no readings. */
export function gpuText(given: GpuState, listed: GpuListing, io: Pick<Io, 'colour' | 'columns'>): string {
  const state = harmlessData(given);
  const listing = harmlessData(listed);
  if (state.kind === 'absent' || state.kind === 'failed') return failureText(state.failure, io);
  if (state.kind === 'asleep') return 'All GPUs are asleep; a reading would wake them.';
  if (state.kind === 'released')
    return `The GPUs are let go until ${new Date(state.until).toLocaleTimeString()}; jenkins-tray gpu --release 0 ends that.`;
  const gpus = state.kind === 'ok' ? state.gpus : state.kind === 'stale' ? state.last : [];
  if (state.kind !== 'ok' && gpus.length === 0) return 'nvidia-smi has not reported yet.';
  const c = paint(io);
  const columns = columnsFor(io.columns);
  const row = (textOf: (column: Column) => string, style?: (text: string) => string): string =>
    cut(tableRow(columns, textOf, style), io.columns);
  const body = [row(({ head }) => head, c.bold), ...gpus.map((gpu) => row(({ cell }) => cell(gpu)))];
  return [...body, ...notes(state, gpus, c), '', ...processLines(listing, gpus, io)].join('\n');
}

/** What is to be said about the readings, below them. */
function notes(state: GpuState, gpus: readonly GpuSample[], c: ReturnType<typeof paint>): readonly string[] {
  const ofGpus = gpus.flatMap(({ index, throttle, recovery }) => {
    const reasons = throttle ?? [];
    const style = isOrdinary(reasons) ? c.dim : c.yellow;
    return [
      ...(reasons.length === 0 ? [] : [style(`GPU ${index} is throttled by: ${reasons.join(', ')}`)]),
      ...(recovery === null ? [] : [c.yellow(`GPU ${index} needs: ${recovery}`)]),
    ];
  });
  if (state.kind !== 'ok') {
    return [c.yellow('nvidia-smi has stopped responding; these are its last readings.'), ...ofGpus];
  }
  const warnings = state.warnings.map(({ title, fix = '' }) => c.yellow(`${title}. ${fix}`));
  const { unsupported } = state;
  const dropped = unsupported.length === 0 ? [] : [c.dim(`Not reported by this driver: ${unsupported.join(', ')}`)];
  return [...ofGpus, ...warnings, ...dropped];
}

function processLines(
  { rows, at, failure, graphics = [], instances = [], xids = [] }: GpuListing,
  gpus: readonly GpuSample[],
  io: Pick<Io, 'colour' | 'columns'>,
): readonly string[] {
  const index = new Map(gpus.map((gpu) => [gpu.uuid, gpu.index]));
  const lines = rows.map((row) => cut(processText(row, index.get(row.uuid) ?? null), io.columns));
  const faults = gpus.flatMap((gpu) => {
    const xid = xidOf(gpu, xids);
    return xid === null
      ? []
      : [`GPU ${gpu.index}: last fault ${formatAge(xid.at, Date.now())}: Xid ${xidWords(xid.code)}`];
  });
  const parts = instances.map((one) => instanceText(one, index.get(one.uuid) ?? null));
  const drawing = graphics.map((row) => cut(`${processText(row, index.get(row.uuid) ?? null)}, graphics`, io.columns));
  if (failure === null) {
    return [...faults, ...parts, ...(lines.length === 0 ? ['No compute process uses the GPUs.'] : lines), ...drawing];
  }
  // Not to be listed is not to be idle.
  const age = at === null ? 'unknown' : formatAge(at, Date.now());
  return [paint(io).yellow(`Processes: ${age}, since they cannot be listed. ${failure.title}`), ...lines];
}

/** Cells without borders, each truncated to its column; `style` is applied to each. */
const tableRow = (
  columns: readonly Column[],
  textOf: (column: Column) => string,
  style = (text: string): string => text,
): string =>
  columns
    .map((column) => pad(style(cut(textOf(column), column.width - 1)), column.width))
    .join('')
    .trimEnd();

/** `GPU 0, instance 1 (1g.10gb): 3.0 GiB of 9.8 GiB`. */
function instanceText({ index, profile, memoryUsedBytes, memoryTotalBytes }: GpuInstance, gpu: number | null): string {
  const name = `GPU ${gpu ?? '?'}, instance ${index}${profile === null ? '' : ` (${profile})`}`;
  return `${name}: ${orDash(memoryUsedBytes, formatBytes)} of ${orDash(memoryTotalBytes, formatBytes)}`;
}

/** `train-model #42: 8.1 GiB on GPU 0`; a process without a build is named by program, user and container. */
function processText(row: GpuProcessRow, index: number | null): string {
  const place = row.container === null ? '' : `, in ${row.container}`;
  const who = row.build === null ? `${row.name} (${row.user ?? 'unknown user'}${place})` : buildName(row.build);
  return `${who}: ${orDash(row.memoryBytes, formatBytes)} on GPU ${index ?? '?'}`;
}
