import { count } from '../../shared/format.ts';
import type { Check } from '../../shared/snapshot.ts';
import { explain } from './explain.ts';
import { listsGpus, parseList } from './listings.ts';
import { RUNGS, type Rung } from './rung.ts';
import { failureOfMessage } from './smi-messages.ts';

/** What `nvidia-smi -L` printed on a rung, or why it could not be tried there now. */
export type RungResult = { readonly exitCode: number; readonly output: string } | { readonly skipped: string };

const titles: Readonly<Record<Rung, string>> = {
  host: 'The host sees its GPUs',
  container: 'A container of the host’s engine sees them',
  nested: 'A container of the nested engine sees them',
  step: 'A pipeline step sees them',
};

/** Climbs to the first broken rung and explains it; does not try those above. `tryRung` runs nvidia-smi there. */
export async function climb(tryRung: (rung: Rung) => Promise<RungResult>): Promise<readonly Check[]> {
  const checks: Check[] = [];
  let broken: Rung | null = null;
  for (const rung of RUNGS) {
    const base = { id: `gpu-${rung}`, title: titles[rung] };
    if (broken !== null) {
      checks.push({ ...base, state: 'skipped', detail: `Not tried, since “${titles[broken]}” fails.`, failure: null });
      continue;
    }
    const result = await tryRung(rung);
    if ('skipped' in result) {
      checks.push({ ...base, state: 'skipped', detail: result.skipped, failure: null });
      continue;
    }
    const gpus = parseList(result.output).length;
    if (listsGpus(result.exitCode, result.output)) {
      // Such as a damaged infoROM, or another card that is lost.
      const failure = failureOfMessage(result.output);
      const detail = count(gpus, 'GPU');
      checks.push({ ...base, state: failure === null ? 'ok' : 'warning', detail, failure });
      continue;
    }
    broken = rung;
    const found = explain(rung, result.output);
    checks.push({ ...base, state: 'failed', detail: found.title, failure: found });
  }
  return checks;
}
