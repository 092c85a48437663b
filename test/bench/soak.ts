import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright';
import { unwrap } from '../../electron/shared/failure.ts';
import { JENKINS_MODES, otherMode } from '../../electron/shared/mode.ts';
import { type DrivenApp, descendants, launch } from '../lab/app.ts';
import { callFrom } from '../lab/bridge.ts';
import { beginScreen } from '../lab/screen.ts';
import { beginJob, cleanUp, type Setup, setup } from '../lab/setup.ts';
import { stage } from '../lab/stage.ts';
import { trayHost } from '../lab/tray-host.ts';
import { until } from '../lab/until.ts';
import { type Figure, figure } from './figure.ts';
import { ownMemory } from './own-memory.ts';

const TOGGLES = Number(process.env.SOAK_TOGGLES ?? 50);
/** A sample is taken each time; what grows is compared with the first. */
const SAMPLE_EVERY = 5;
/** The most that the toggles after the first five may add, MB, and open files. */
const LIMIT_MB = 10;
const LIMIT_FILES = 3;

/** Memory, MB, and open files of all of the app's processes. */
interface Sample {
  readonly memory: number;
  readonly files: number;
}

export const benchmarks: Record<string, () => Promise<Record<string, Figure>>> = {
  /** After 50 toggles with builds running, less than after 5: memory and open files of the app with its window open. */
  soak: async () => {
    const samples = await soak(setup('bench-soak', 21700));
    const grown = (of: keyof Sample, most: number, unit: string): Figure =>
      figure((samples.at(-1)?.[of] ?? Number.NaN) - (samples[0]?.[of] ?? Number.NaN), most, unit);
    return { 'soak.growth': grown('memory', LIMIT_MB, 'MB'), 'soak.files': grown('files', LIMIT_FILES, 'files') };
  },
};

async function soak(lab: Setup): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  const on = stage('bench-soak');
  try {
    const { bus } = await beginScreen(on);
    const host = await trayHost({ busAddress: bus });
    const app = await launch({ setup: lab, env: on.env, args: ['--js-flags=--expose-gc'] });
    try {
      const page = await app.window();
      for (let nth = 1; nth <= TOGGLES; nth += 1) {
        await toggle(page, lab, nth);
        // As a panel does. An app that was stopped for long, as by a debugger, puts its icon up again.
        await (await host.item()).menu();
        if (nth % SAMPLE_EVERY !== 0 && nth !== TOGGLES) continue;
        samples.push(await sample(app, page));
        console.error(`${nth} toggles: ${JSON.stringify(samples.at(-1))}, ${parts(app.pid)}`);
      }
    } finally {
      await app.close();
      await host.close();
    }
  } finally {
    await on.close();
    cleanUp(lab);
  }
  return samples;
}

/** Switches from the window, while a build runs that is aborted. */
async function toggle(page: Page, { ports }: Setup, nth: number): Promise<void> {
  const mode = JENKINS_MODES[nth % 2] ?? 'dood';
  // The lab's Jenkins does not read the rest of a request for a job that is there.
  if (nth > 1) await beginJob(`http://127.0.0.1:${ports[otherMode(mode)]}`, `soak-${nth}`, 600);
  const { questions } = unwrap(await callFrom(page, 'preview', { mode, consents: [] }));
  unwrap(await callFrom(page, 'switchMode', { mode, consents: questions.map(({ id }) => id) }));
  const reached = async (): Promise<boolean> => {
    await sleep(500);
    const { jenkins, activity } = unwrap(await callFrom(page, 'snapshot'));
    if (jenkins.kind === 'failed') throw new Error(`toggle ${nth}: ${JSON.stringify(jenkins.failure)}`);
    return activity.kind === 'idle' && jenkins.kind === 'running' && jenkins.mode === mode;
  };
  await until(`Jenkins in ${mode} after toggle ${nth}`, reached, 300_000);
}

const family = (pid: number): readonly number[] => [pid, ...descendants(pid)];
const sum = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0);

/** The least of some, each after garbage was collected. */
async function sample({ app, pid }: DrivenApp, page: Page): Promise<Sample> {
  const seen: number[] = [];
  for (let times = 0; times < 5; times += 1) {
    await app.evaluate(() => globalThis.gc?.());
    await page.evaluate(() => globalThis.gc?.());
    await sleep(500);
    seen.push(sum(family(pid).map(ownMemory)));
  }
  return {
    memory: Math.min(...seen),
    files: sum(family(pid).map((one) => readdirSync(`/proc/${one}/fd`).length)),
  };
}

/** The memory of each process, by its kind as Chromium names it. */
const parts = (pid: number): string =>
  family(pid)
    .map((one) => {
      const kind = /--type=([\w-]+)/.exec(readFileSync(`/proc/${one}/cmdline`, 'utf8'))?.[1] ?? 'main';
      return `${kind} ${ownMemory(one).toFixed(1)}`;
    })
    .join(', ');
