import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { createGpu } from '../../adapters/gpu.ts';
import { createGpuRelease } from '../../adapters/gpu-release.ts';
import { createGpuStore } from '../../adapters/gpu-store.ts';
import { ledgerCsv, perJob } from '../../core/gpu/ledger-report.ts';
import type { GpuMonitor } from '../../core/gpu/monitor.ts';
import { prometheusText } from '../../core/gpu/prometheus.ts';
import { MAX_RELEASE_MINUTES } from '../../core/gpu/release.ts';
import { FailureError } from '../../shared/failure.ts';
import { badRelease, metricsAsDocument } from '../../shared/failures/usage-options.ts';
import { rowsOf } from '../columns.ts';
import { gpuText } from '../gpu-text.ts';
import { type CommandContext, type ExitCode, exit } from '../io.ts';
import { printJson, printJsonLine } from '../print.ts';

/** How long to wait for the first reading of nvidia-smi. */
const MAX_FIRST_READING_MS = 8000;

/** `gpu`: one reading, or one each second with `--watch`; `--ledger`: what builds used. */
export async function gpu(
  context: CommandContext,
  _args: readonly string[],
  own: Readonly<Record<string, unknown>>,
): Promise<ExitCode> {
  if (own.ledger !== undefined) return await printLedger(context, own.ledger === 'job');
  if (own.release !== undefined) return await release(context, String(own.release));
  if (own.prometheus === true && context.options.json) throw new FailureError(metricsAsDocument());
  const { world, controller } = await context.session();
  // A single reading must not add to the history that the app keeps.
  const monitor = createGpu(world, { configDir: context.configDir, save: false });
  monitor.need('window');
  try {
    await firstReading(monitor, context.signal);
    if (own.prometheus === true) await printMetrics(monitor, context);
    else await show(monitor, context, own.watch === true);
    const { kind } = monitor.state();
    return kind === 'ok' || kind === 'asleep' || kind === 'released' ? exit.done : exit.failed;
  } finally {
    await monitor.close();
    await controller.close();
  }
}

async function printLedger(context: CommandContext, jobs: boolean): Promise<ExitCode> {
  const { io, options } = context;
  const { ledger } = await createGpuStore(context.configDir).load();
  if (options.json) printJson(jobs ? perJob(ledger) : ledger, context);
  else io.out((jobs ? ledgerCsv(perJob(ledger), 'builds') : ledgerCsv(ledger)).trimEnd());
  return exit.done;
}

/** Lets go of the GPUs in all processes of the product. */
async function release(context: CommandContext, text: string): Promise<ExitCode> {
  const { io, options, configDir } = context;
  const minutes = Number(text);
  if (!/^\d{1,4}(\.\d+)?$/.test(text) || minutes > MAX_RELEASE_MINUTES) {
    throw new FailureError(badRelease(text, MAX_RELEASE_MINUTES));
  }
  const until = minutes === 0 ? 0 : Date.now() + minutes * 60_000;
  await createGpuRelease(configDir).set(until);
  if (options.json) printJson({ released: minutes > 0, until: minutes > 0 ? until : null }, context);
  else if (options.quiet !== true)
    io.out(
      minutes > 0 ? `The GPUs are let go until ${new Date(until).toLocaleTimeString()}.` : 'The GPUs are read again.',
    );
  return exit.done;
}

async function printMetrics(monitor: GpuMonitor, { io, configDir }: CommandContext): Promise<void> {
  const state = monitor.state();
  const listing = state.kind === 'ok' ? await monitor.processes() : monitor.listing();
  const { ledger } = await createGpuStore(configDir).load();
  io.out(prometheusText({ state, listing, ledger, hostname: hostname() }).trimEnd());
}

async function firstReading(monitor: GpuMonitor, signal: AbortSignal): Promise<void> {
  for (let waited = 0; waited < MAX_FIRST_READING_MS && !signal.aborted; waited += 100) {
    const state = monitor.state();
    if (state.kind !== 'unknown' && !(state.kind === 'stale' && state.last.length === 0)) return;
    await sleep(100);
  }
}

/** Prints a reading; when watching, one each second until the signal. */
async function show(monitor: GpuMonitor, context: CommandContext, watching: boolean): Promise<void> {
  const { io, options, signal } = context;
  let drawn = 0;
  let first = true;
  while (!signal.aborted) {
    const state = monitor.state();
    // Later ones come with the readings, which must not wait for them.
    const listing = state.kind === 'ok' && first ? await monitor.processes() : monitor.listing();
    first = false;
    const { rows, graphics = [], instances = [], at, failure } = listing;
    const document = { gpu: state, processes: rows, graphics, instances, listing: { at, failure } };
    // One document per line, for scripts.
    if (options.json && watching) printJsonLine(document, context);
    else if (options.json) printJson(document, context);
    else {
      const text = gpuText(state, listing, io);
      if (watching && io.live) io.rewind(drawn);
      io.out(text);
      drawn = rowsOf(text, io.columns);
    }
    if (!watching) return;
    await sleep(1000, undefined, { signal }).catch(() => undefined);
  }
}
