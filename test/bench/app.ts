import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { descendants, type RunningApp, start } from '../lab/app.ts';
import { BASES, LAB, ROOT } from '../lab/paths.ts';
import { beginScreen } from '../lab/screen.ts';
import { cleanUp, docker, product, type Setup, setup } from '../lab/setup.ts';
import { type Stage, stage } from '../lab/stage.ts';
import { type TrayHost, type TrayItem, trayHost } from '../lab/tray-host.ts';
import { until } from '../lab/until.ts';
import { type Figure, figure, figureOf, median } from './figure.ts';

/** Rounds of each measurement; fewer for a first look. */
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
/** The lab's Jenkins runs no scripts of the image; one of today, which reports its changes, can be named as for `toggle.real`. */
const JENKINS = process.env.BENCH_JENKINS_BASE ?? BASES.jenkins;
/** How long an idle app is watched, s. */
const IDLE = Number(process.env.BENCH_IDLE ?? 60);
/**
 * How long an app takes until it is idle, ms: V8 collects the garbage of the start after half a minute, the icon is looked
 * for last after 100 s, and after 2 minutes the registry is asked for a newer base.
 */
const SETTLED = 150_000;
const BARE = join(ROOT, 'test', 'bench', 'bare');
const PROBE = join(ROOT, 'test', 'bench', 'probe.cjs');

/** A screen and a bus with a tray host, and a set-up for the app; everything is removed afterwards. */
interface Bench {
  readonly lab: Setup;
  readonly on: Stage;
  readonly host: TrayHost;
  begin(who: 'ours' | 'bare', probe?: string): RunningApp;
}

/** `programs`: of packaged apps, in place of Electron with a folder. */
async function onBench<T>(
  use: (bench: Bench) => Promise<T>,
  programs?: Readonly<Record<'ours' | 'bare', string>>,
): Promise<T> {
  const lab = setup('bench-app', 20620, { images: { jenkinsBase: JENKINS, engineBase: BASES.engine } });
  const on = stage('bench');
  try {
    const { bus } = await beginScreen(on);
    const host = await trayHost({ busAddress: bus });
    const begin = (who: 'ours' | 'bare', probe?: string): RunningApp => {
      const folder = who === 'ours' ? ROOT : BARE;
      const env = { ...on.env, ...(probe === undefined ? {} : { PROBE_FILE: probe }) };
      const flags = probe === undefined ? [] : ['-r', PROBE];
      return start({
        setup: who === 'ours' ? lab : { ...lab, name: 'bench-bare' },
        env,
        folder,
        flags,
        args: ['--hidden'],
        ...(programs === undefined ? {} : { program: programs[who] }),
      });
    };
    return await use({ lab, on, host, begin });
  } finally {
    await on.close();
    cleanUp(lab);
    rmSync(join(LAB, 'setups', 'bench-bare'), { recursive: true, force: true });
  }
}

/** Milliseconds from the start to the registration on the bus; of the checkout, or of packaged programs. */
export async function starts(programs?: Readonly<Record<'ours' | 'bare', string>>): Promise<Figure> {
  return onBench(async ({ host, begin }) => {
    const times: Record<'ours' | 'bare', number[]> = { ours: [], bare: [] };
    for (let round = 0; round <= ROUNDS; round += 1)
      for (const who of ['ours', 'bare'] as const) {
        const began = Date.now();
        const app = begin(who);
        const { since } = await host.item();
        // The first run of each reads from disk what later ones have in memory.
        if (round > 0) times[who].push(since - began);
        await sleep(1000);
        await app.kill();
        await until('bus without the icon', () => host.items().length === 0);
      }
    return figureOf(times.ours, times.bare, 'ms');
  }, programs);
}

/** Memory of each alone, since shared memory of two would count only half. Window closed, Jenkins running. */
async function memory(): Promise<Figure> {
  return onBench(async ({ lab, host, begin }) => {
    await up(lab);
    const sizes: Record<'ours' | 'bare', number[]> = { ours: [], bare: [] };
    for (let round = 0; round < Math.min(ROUNDS, 3); round += 1)
      for (const who of ['ours', 'bare'] as const) {
        const app = begin(who);
        await host.item();
        await sleep(10_000);
        sizes[who].push(pss(app.pid));
        await app.kill();
        await until('bus without the icon', () => host.items().length === 0);
      }
    return figureOf(sizes.ours, sizes.bare, 'MB');
  });
}

/**
 * CPU time and requests of our app and the bare one side by side, one minute after the other. Window closed, Jenkins running.
 * As given it takes 9 minutes; `BENCH_ROUNDS=1 BENCH_IDLE=60` takes 4, and `BENCH_VERBOSE=1` prints each request and each
 * minute. Each request wakes the idle app.
 */
async function idle(): Promise<Record<string, Figure>> {
  return onBench(async ({ lab, host, begin }) => {
    await up(lab);
    const cpu: Record<'ours' | 'bare', number[]> = { ours: [], bare: [] };
    const requests: number[] = [];
    const probe = join(LAB, 'setups', lab.name, 'probe.log');
    const apps = { ours: begin('ours', probe), bare: begin('bare') };
    await until('both icons', () => host.items().length === 2);
    await sleep(SETTLED);
    for (let round = 0; round < ROUNDS; round += 1) {
      const asked = requestsIn(probe).length;
      const before = { ours: cpuTime(apps.ours.pid), bare: cpuTime(apps.bare.pid) };
      await sleep(IDLE * 1000);
      const during = requestsIn(probe).slice(asked);
      requests.push(during.length);
      for (const who of ['ours', 'bare'] as const) cpu[who].push(cpuTime(apps[who].pid) - before[who]);
      if (process.env.BENCH_VERBOSE !== undefined)
        console.log([...during, `${cpu.ours.at(-1)?.toFixed(1)} and ${cpu.bare.at(-1)?.toFixed(1)} ms`].join('\n'));
    }
    await Promise.all([apps.ours.kill(), apps.bare.kill()]);
    return {
      'app.idle-cpu': figureOf(cpu.ours, cpu.bare, 'ms'),
      'app.idle-requests': figure(median(requests), 1, 'requests'),
    };
  });
}

/** Since an app's start or the end of its window, ms: it is settled, and the next window is there. */
const WINDOW_PAUSE = 4000;

/**
 * Milliseconds from the click on the icon to the painted window, of one that was closed some seconds before. Of both apps in
 * turn, so that both meet the same load.
 */
async function windows(): Promise<Figure> {
  return onBench(async ({ lab, host, begin }) => {
    await up(lab);
    const times: Record<'ours' | 'bare', number[]> = { ours: [], bare: [] };
    const opened = [];
    for (const who of ['ours', 'bare'] as const) {
      const probe = join(LAB, 'setups', lab.name, `${who}.log`);
      const app = begin(who, probe);
      const item = await until('icon', () => host.items()[opened.length]);
      opened.push({ who, probe, app, item });
    }
    await sleep(WINDOW_PAUSE);
    for (let round = 0; round <= ROUNDS; round += 1)
      for (const { who, probe, item } of opened) {
        const time = await painted(item, probe, round);
        if (round > 0) times[who].push(time);
        await sleep(WINDOW_PAUSE);
      }
    await Promise.all(opened.map(({ app }) => app.kill()));
    return figureOf(times.ours, times.bare, 'ms');
  });
}

/** As above, of the first window after an app's start. */
async function firstWindows(): Promise<Figure> {
  return onBench(async ({ lab, host, begin }) => {
    await up(lab);
    const times: Record<'ours' | 'bare', number[]> = { ours: [], bare: [] };
    for (let round = 0; round <= ROUNDS; round += 1)
      for (const who of ['ours', 'bare'] as const) {
        const probe = join(LAB, 'setups', lab.name, `first-${who}-${round}.log`);
        const app = begin(who, probe);
        const item = await host.item();
        await sleep(WINDOW_PAUSE);
        const time = await painted(item, probe, 0);
        if (round > 0) times[who].push(time);
        await app.kill();
        await until('bus without the icon', () => host.items().length === 0);
      }
    return figureOf(times.ours, times.bare, 'ms');
  });
}

async function painted(item: TrayItem, probe: string, before: number): Promise<number> {
  const began = Date.now();
  await item.activate();
  const line = await until('painted window', () => lines(probe).filter((one) => one.endsWith(' painted'))[before]);
  return Number(line.split(' ')[0]) - began;
}

async function up(lab: Setup): Promise<void> {
  const { controller } = product(lab);
  const result = await controller.fulfil({ mode: 'dood', consents: 'all' });
  await controller.close();
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  // The first health check is part of the start, and the app observes when its result changes.
  const health = () =>
    docker('inspect', '-f', '{{if .State.Health}}{{.State.Health.Status}}{{end}}', lab.names.jenkins.dood);
  await until('healthy Jenkins', () => ['', 'healthy'].includes(health()), 90_000);
}

function lines(path: string): readonly string[] {
  try {
    return readFileSync(path, 'utf8').split('\n').filter(Boolean);
  } catch {
    return []; // nothing was written yet
  }
}

const requestsIn = (probe: string): readonly string[] => lines(probe).filter((line) => line.includes(' request '));
const family = (pid: number): readonly number[] => [pid, ...descendants(pid)];
const sum = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0);

/** Proportional memory of a process tree, MB. */
const pss = (pid: number): number =>
  sum(family(pid).map((one) => Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${one}/smaps_rollup`, 'utf8'))?.[1]))) /
  1024;

/**
 * CPU time of a process tree and of the children it has waited for, ms. The scheduler counts threads in nanoseconds
 * (`schedstat`), which an idle app needs; `stat` counts in hundredths of a second, and is all there is for children.
 */
const cpuTime = (pid: number): number =>
  sum(
    family(pid).map((one) => {
      const threads = readdirSync(`/proc/${one}/task`).map((thread) =>
        Number(readFileSync(`/proc/${one}/task/${thread}/schedstat`, 'utf8').split(' ')[0]),
      );
      const stat = readFileSync(`/proc/${one}/stat`, 'utf8');
      const waitedFor = stat
        .slice(stat.lastIndexOf(')') + 2)
        .split(' ')
        .slice(13, 15);
      return sum(threads) / 1e6 + sum(waitedFor.map(Number)) * 10;
    }),
  );

export const benchmarks: Record<string, () => Promise<Figure | Record<string, Figure>>> = {
  'app.start': starts,
  'app.pss': memory,
  'app.idle': idle,
  'window.open': windows,
  'window.first': firstWindows,
};
