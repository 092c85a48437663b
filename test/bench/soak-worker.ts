import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { JENKINS_MODES } from '../../electron/shared/mode.ts';
import { beginJob, cleanUp, product, setup } from '../lab/setup.ts';

/**
 * `soak-worker.ts TOGGLES`: toggles one set-up with one controller that watches, as the app has it, each time with a build
 * that runs and is aborted; prints memory (MB) and open files after 5 toggles and after all of them.
 */
const [toggles = '50'] = process.argv.slice(2);
const SETTLED_AFTER = 5;
const lab = setup('bench-soak', 21700);
const { controller } = product(lab);

/** What this process has for itself, MB: its share of what it shares with others included. */
const memory = (): number =>
  Number(/^Pss:\s+(\d+)/m.exec(readFileSync('/proc/self/smaps_rollup', 'utf8'))?.[1] ?? Number.NaN) / 1024;

async function sample(): Promise<{ memory: number; files: number }> {
  const seen: number[] = [];
  for (let times = 0; times < 5; times += 1) {
    globalThis.gc?.();
    await sleep(300);
    seen.push(memory());
  }
  return { memory: Math.min(...seen), files: readdirSync('/proc/self/fd').length };
}

async function toggle(nth: number): Promise<void> {
  const mode = JENKINS_MODES[nth % JENKINS_MODES.length] ?? 'dood';
  if (nth > 0) {
    const { jenkins } = controller.snapshot();
    if (jenkins.kind !== 'running') throw new Error(`before toggle ${nth}: ${JSON.stringify(jenkins)}`);
    // The lab's Jenkins does not read the rest of a request for a job that is there.
    await beginJob(jenkins.url, `soak-${nth}`, 600);
  }
  const result = await controller.fulfil({ mode, consents: 'all' });
  if (!result.ok) throw new Error(`toggle ${nth}: ${JSON.stringify(result.failure)}`);
}

try {
  controller.watch();
  let early = await sample();
  for (let nth = 0; nth < Number(toggles); nth += 1) {
    await toggle(nth);
    if (nth + 1 === SETTLED_AFTER) early = await sample();
    if ((nth + 1) % 5 === 0) console.error(`${nth + 1} toggles: ${JSON.stringify(await sample())}`);
  }
  console.log(JSON.stringify({ early, late: await sample() }));
} finally {
  await controller.close();
  cleanUp(lab);
}
