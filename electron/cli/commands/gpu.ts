import { setTimeout as sleep } from 'node:timers/promises';
import Table from 'cli-table3';
import { createGpu } from '../../adapters/gpu.ts';
import { createGpuStore } from '../../adapters/gpu-store.ts';
import { ledgerCsv } from '../../core/gpu/ledger.ts';
import { formatBytes, orDash } from '../../shared/format.ts';
import { buildName, type GpuProcessRow, type GpuState } from '../../shared/gpu.ts';
import { type Context, type ExitCode, exit } from '../io.ts';
import { failureText, printJson } from '../print.ts';

/** Milliseconds until nvidia-smi must have said something. */
const FIRST_READING = 8000;

export async function gpu(
  context: Context,
  _args: readonly string[],
  own: Readonly<Record<string, unknown>>,
): Promise<ExitCode> {
  const { io, options, signal } = context;
  const store = createGpuStore(context.configDir);
  if (own.ledger === true) {
    const { ledger } = await store.load();
    if (options.json) printJson(ledger, context);
    else io.out(ledgerCsv(ledger).trimEnd());
    return exit.done;
  }
  const { ports, controller } = await context.session();
  // A look must not add to what the app keeps.
  const monitor = createGpu(ports, { configDir: context.configDir, save: false });
  monitor.need('window');
  try {
    for (let waited = 0; monitor.state().kind === 'unknown' && waited < FIRST_READING && !signal.aborted; waited += 100)
      await sleep(100);
    do {
      const state = monitor.state();
      const processes = state.kind === 'ok' ? await monitor.processes() : [];
      if (options.json) printJson({ gpu: state, processes }, context);
      else
        io.out(
          `${own.watch === true && io.interactive ? '\u001b[2J\u001b[H' : ''}${gpuText(state, processes, context)}`,
        );
      if (own.watch === true) await sleep(1000, undefined, { signal }).catch(() => undefined);
    } while (own.watch === true && !signal.aborted);
    return monitor.state().kind === 'ok' || monitor.state().kind === 'asleep' ? exit.done : exit.failed;
  } finally {
    await monitor.close();
    await controller.close();
  }
}

/** A table of the GPUs and one of what runs on them, 80 columns wide. */
export function gpuText(state: GpuState, processes: readonly GpuProcessRow[], { io }: Pick<Context, 'io'>): string {
  if (state.kind === 'absent' || state.kind === 'failed') return failureText(state.failure, io);
  if (state.kind === 'asleep') return 'All GPUs are asleep.';
  if (state.kind === 'unknown') return 'nvidia-smi has not answered yet.';
  const gpus = state.kind === 'ok' ? state.gpus : state.last;
  const percent = (value: number | null): string => orDash(value, (it) => `${it} %`);
  const table = new Table({
    head: ['#', 'GPU', 'Load', 'Memory', '°C', 'Power'],
    style: { head: [], border: [], compact: true },
    colWidths: [4, 25, 8, 22, 5, 12],
  });
  for (const it of gpus) {
    const memory = `${orDash(it.memoryUsedBytes, formatBytes)} / ${orDash(it.memoryTotalBytes, formatBytes)}`;
    const power = `${orDash(it.powerWatts, (watts) => watts.toFixed(0))}/${orDash(it.powerLimitWatts, (watts) => watts.toFixed(0))} W`;
    table.push([
      String(it.index),
      it.name.replace(/^NVIDIA /, ''),
      percent(it.utilizationGpu),
      memory,
      orDash(it.temperature),
      power,
    ]);
  }
  const index = new Map(gpus.map((it) => [it.uuid, it.index]));
  const lines = processes.map(
    (it) =>
      `${it.build === null ? `${it.name} (${it.user ?? '?'})` : buildName(it.build)}: ${orDash(it.memoryBytes, formatBytes)} on GPU ${index.get(it.uuid) ?? '?'}`,
  );
  const stale = state.kind === 'stale' ? ['nvidia-smi has stopped answering; these are its last readings.'] : [];
  return [table.toString(), ...stale, ...(lines.length === 0 ? ['Nothing runs on them.'] : lines)].join('\n');
}
