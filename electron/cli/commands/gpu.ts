import { setTimeout as sleep } from 'node:timers/promises';
import { createGpu } from '../../adapters/gpu.ts';
import { createGpuStore } from '../../adapters/gpu-store.ts';
import { ledgerCsv, perJob } from '../../core/gpu/ledger.ts';
import { gpuText } from '../gpu-text.ts';
import { type Context, type ExitCode, exit } from '../io.ts';
import { printJson } from '../print.ts';

/** Milliseconds until nvidia-smi must have said something. */
const FIRST_READING = 8000;

export async function gpu(
  context: Context,
  _args: readonly string[],
  own: Readonly<Record<string, unknown>>,
): Promise<ExitCode> {
  const { io, options, signal } = context;
  if (own.ledger !== undefined) {
    const { ledger } = await createGpuStore(context.configDir).load();
    const jobs = own.ledger === 'job';
    if (options.json) printJson(jobs ? perJob(ledger) : ledger, context);
    else io.out((jobs ? ledgerCsv(perJob(ledger), 'builds') : ledgerCsv(ledger)).trimEnd());
    return exit.done;
  }
  const watching = own.watch === true;
  const { world, controller } = await context.session();
  // A look must not add to what the app keeps.
  const monitor = createGpu(world, { configDir: context.configDir, save: false });
  monitor.need('window');
  try {
    for (let waited = 0; monitor.state().kind === 'unknown' && waited < FIRST_READING && !signal.aborted; waited += 100)
      await sleep(100);
    let drawn = 0;
    while (!signal.aborted) {
      const state = monitor.state();
      const processes = state.kind === 'ok' ? await monitor.processes() : [];
      // A script that watches takes a line as a document.
      if (options.json && watching) io.out(JSON.stringify({ gpu: state, processes }));
      else if (options.json) printJson({ gpu: state, processes }, context);
      else {
        const text = gpuText(state, processes, io);
        io.out(`${watching && io.live ? over(drawn) : ''}${text}`);
        drawn = text.split('\n').length;
      }
      if (!watching) break;
      await sleep(1000, undefined, { signal }).catch(() => undefined);
    }
    const { kind } = monitor.state();
    return kind === 'ok' || kind === 'asleep' ? exit.done : exit.failed;
  } finally {
    await monitor.close();
    await controller.close();
  }
}

/** Goes back over the lines drawn last and clears them (ECMA-48: CUU, ED), so that the rest of the terminal stays. */
const over = (lines: number): string => (lines === 0 ? '' : `\u001b[${lines}A\u001b[0J`);
