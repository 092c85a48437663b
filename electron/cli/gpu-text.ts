import { formatBytes, orDash } from '../shared/format.ts';
import { buildName, type GpuProcessRow, type GpuSample, type GpuState } from '../shared/gpu.ts';
import { cut, pad } from './columns.ts';
import type { Io } from './io.ts';
import { failureText, paint } from './print.ts';

/** The table's columns with their widths, together 80; the last of each column stays blank. */
const COLUMNS = { '#': 3, GPU: 25, Load: 7, Memory: 22, '°C': 5, Power: 11, State: 7 };
const WIDTHS = Object.values(COLUMNS);

/** The GPUs as a table, 80 columns wide, and what runs on them; in words where there are none. */
export function gpuText(
  state: GpuState,
  processes: readonly GpuProcessRow[],
  io: Pick<Io, 'colour' | 'columns'>,
): string {
  const c = paint(io);
  if (state.kind === 'absent' || state.kind === 'failed') return failureText(state.failure, io);
  if (state.kind === 'asleep') return 'All GPUs are asleep; a reading would wake them.';
  if (state.kind === 'unknown') return 'nvidia-smi has not answered yet.';
  const gpus = state.kind === 'ok' ? state.gpus : state.last;
  const index = new Map(gpus.map((gpu) => [gpu.uuid, gpu.index]));
  const lines = processes.map((row) => cut(processText(row, index.get(row.uuid) ?? null), io.columns));
  const held = gpus.flatMap(({ index: at, throttle }) =>
    throttle === null || throttle.length === 0 ? [] : [c.yellow(`GPU ${at} is held down by: ${throttle.join(', ')}`)],
  );
  const stale =
    state.kind === 'stale' ? [c.yellow('nvidia-smi has stopped answering; these are its last readings.')] : [];
  const dropped =
    state.kind === 'ok' && state.unsupported.length > 0
      ? [c.dim(`Not told by this driver: ${state.unsupported.join(', ')}`)]
      : [];
  const body = [tableRow(Object.keys(COLUMNS), c.bold), ...gpus.map((gpu) => tableRow(cells(gpu)))];
  return [...body, ...stale, ...held, ...dropped, '', ...(lines.length === 0 ? ['Nothing runs on them.'] : lines)].join(
    '\n',
  );
}

/** Cells without borders, each cut to its column; `style` is put on each. */
const tableRow = (texts: readonly string[], style = (text: string): string => text): string =>
  texts
    .map((text, at) => pad(style(cut(text, (WIDTHS[at] ?? 0) - 1)), WIDTHS[at] ?? 0))
    .join('')
    .trimEnd();

function cells(gpu: GpuSample): string[] {
  const whole = (value: number | null): string => orDash(value, (watts) => watts.toFixed(0));
  return [
    String(gpu.index),
    gpu.name.replace(/^NVIDIA /, ''),
    orDash(gpu.utilizationGpu, (it) => `${it} %`),
    `${orDash(gpu.memoryUsedBytes, formatBytes)} / ${orDash(gpu.memoryTotalBytes, formatBytes)}`,
    orDash(gpu.temperature),
    `${whole(gpu.powerWatts)}/${whole(gpu.powerLimitWatts)} W`,
    gpu.lost ? 'lost' : [gpu.pstate ?? '-', ...(gpu.mig ? ['MIG'] : [])].join(' '),
  ];
}

/** `train-model #42: 8.1 GiB on GPU 0`; what belongs to no build goes by its name, user and container. */
function processText(row: GpuProcessRow, index: number | null): string {
  const place = row.container === null ? '' : `, in ${row.container}`;
  const who = row.build === null ? `${row.name} (${row.user ?? 'unknown user'}${place})` : buildName(row.build);
  return `${who}: ${orDash(row.memoryBytes, formatBytes)} on GPU ${index ?? '?'}`;
}
