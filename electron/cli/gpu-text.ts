import { buildName } from '../shared/build-name.ts';
import { formatBytes, orDash } from '../shared/format.ts';
import type { GpuProcessRow, GpuState } from '../shared/gpu.ts';
import { GPU_FIELDS, type GpuField, gpuName } from '../shared/gpu-fields.ts';
import { harmlessData } from '../shared/harmless.ts';
import { cut, pad } from './columns.ts';
import type { Io } from './io.ts';
import { failureText, paint } from './print.ts';

/** A column of the table; its width includes the space after it. */
type Column = NonNullable<GpuField['column']>;
/** The widths add up to 80. */
const COLUMNS: readonly Column[] = [
  { head: '#', width: 3, cell: (gpu) => String(gpu.index) },
  { head: 'GPU', width: 25, cell: gpuName },
  ...GPU_FIELDS.flatMap(({ column }) => column ?? []),
];

/** The GPUs as a table, 80 columns wide, and their processes; a sentence if there are no readings. */
export function gpuText(
  given: GpuState,
  givenProcesses: readonly GpuProcessRow[],
  io: Pick<Io, 'colour' | 'columns'>,
): string {
  const c = paint(io);
  const state = harmlessData(given);
  const processes = harmlessData(givenProcesses);
  if (state.kind === 'absent' || state.kind === 'failed') return failureText(state.failure, io);
  if (state.kind === 'asleep') return 'All GPUs are asleep; a reading would wake them.';
  if (state.kind === 'unknown') return 'nvidia-smi has not reported yet.';
  const gpus = state.kind === 'ok' ? state.gpus : state.last;
  const index = new Map(gpus.map((gpu) => [gpu.uuid, gpu.index]));
  const lines = processes.map((row) => cut(processText(row, index.get(row.uuid) ?? null), io.columns));
  const held = gpus.flatMap(({ index: at, throttle }) =>
    throttle === null || throttle.length === 0 ? [] : [c.yellow(`GPU ${at} is throttled by: ${throttle.join(', ')}`)],
  );
  const stale =
    state.kind === 'stale' ? [c.yellow('nvidia-smi has stopped responding; these are its last readings.')] : [];
  const dropped =
    state.kind === 'ok' && state.unsupported.length > 0
      ? [c.dim(`Not reported by this driver: ${state.unsupported.join(', ')}`)]
      : [];
  const head = tableRow(({ head: text }) => text, c.bold);
  const body = [head, ...gpus.map((gpu) => tableRow(({ cell }) => cell(gpu)))];
  return [
    ...body,
    ...stale,
    ...held,
    ...dropped,
    '',
    ...(lines.length === 0 ? ['No process uses the GPUs.'] : lines),
  ].join('\n');
}

/** Cells without borders, each truncated to its column; `style` is applied to each. */
const tableRow = (textOf: (column: Column) => string, style = (text: string): string => text): string =>
  COLUMNS.map((column) => pad(style(cut(textOf(column), column.width - 1)), column.width))
    .join('')
    .trimEnd();

/** `train-model #42: 8.1 GiB on GPU 0`; a process without a build is named by program, user and container. */
function processText(row: GpuProcessRow, index: number | null): string {
  const place = row.container === null ? '' : `, in ${row.container}`;
  const who = row.build === null ? `${row.name} (${row.user ?? 'unknown user'}${place})` : buildName(row.build);
  return `${who}: ${orDash(row.memoryBytes, formatBytes)} on GPU ${index ?? '?'}`;
}
