import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ImageSpec } from '../../electron/core/world/specs.ts';
import { BASES, ROOT } from '../lab/paths.ts';
import { cleanUp, docker, NO_DISCOVERY, product, type Setup, setup } from '../lab/setup.ts';
import { run, runAsync } from '../lab/shell.ts';
import { type Figure, figure, figureOf, median } from './figure.ts';

/** Rounds of two toggles each way; fewer for a first look. */
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const REAL_JENKINS = process.env.BENCH_JENKINS_BASE;
const fulfil = async (lab: Setup, mode: 'dind' | 'dood' | 'off') => {
  const { controller } = product(lab);
  const result = await controller.fulfil({ mode, consents: 'all' });
  await controller.close();
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
};

/** Between two looks at both pages, ms, as often as by hand: each costs a Jenkins that starts some 5 ms. */
const WATCH_MS = 100;

/** Seconds in which neither page answered 200 while `work` ran, and seconds that `work` took. */
async function away(urls: readonly string[], work: () => Promise<unknown>): Promise<{ away: number; wall: number }> {
  let over = false;
  let last = performance.now();
  let longest = 0;
  const watching = (async () => {
    while (!over) {
      const answers = await Promise.all(
        urls.map((url) =>
          fetch(`${url}/login`, { signal: AbortSignal.timeout(1000) }).then(
            (answer) => answer.ok,
            () => false,
          ),
        ),
      );
      const now = performance.now();
      if (answers.includes(true)) {
        longest = Math.max(longest, now - last);
        last = now;
      }
      await sleep(WATCH_MS);
    }
  })();
  const began = performance.now();
  await work();
  const wall = performance.now() - began;
  over = true;
  await watching;
  return { away: longest / 1000, wall: wall / 1000 };
}

/** The hand-written way: stop, remove, run, wait for the page; with the same images and home. */
async function byHand(lab: Setup, to: 'dind' | 'dood', javaOpts: string): Promise<void> {
  const home = [
    '-v',
    `${lab.home}:${lab.home}`,
    '-v',
    `${lab.home}:/var/jenkins_home`,
    '-e',
    `JENKINS_HOME=${lab.home}`,
    '-e',
    'LANG=C.UTF-8',
    // By hand Jenkins starts as it is, without the app's scripts.
    '-e',
    'JENKINS_TRAY_FAST_START=off',
    '-e',
    'JENKINS_TRAY_SCRIPTS=/none',
    '-e',
    `JAVA_OPTS=${javaOpts}`,
  ];
  const sh = async (script: string): Promise<void> => {
    const { status, stderr } = await runAsync('sh', ['-ec', script]);
    if (status !== 0) throw new Error(stderr);
  };
  const quoted = home.map((part) => `'${part}'`).join(' ');
  const ports = `-p 127.0.0.1:${lab.ports[to]}:8080 -p 127.0.0.1:${lab.ports.agents}:50000`;
  const wait = `until curl -fs -o /dev/null http://127.0.0.1:${lab.ports[to]}/login; do sleep 0.1; done`;
  const clear =
    'docker stop -t 60 hand-jenkins >/dev/null; docker rm hand-jenkins >/dev/null; docker stop hand-dind >/dev/null 2>&1 && docker rm hand-dind >/dev/null || true; docker network rm hand >/dev/null; docker network create hand >/dev/null';
  // The engine's own socket: without one at the usual place, Docker would create a folder there.
  const socket = (process.env.DOCKER_HOST ?? '').replace('unix://', '');
  const dood = `docker run -d --name hand-jenkins --network hand ${ports} ${quoted} -v '${socket}':/var/run/docker.sock '${lab.names.images.dood}' >/dev/null`;
  const dind = `docker run -d --name hand-dind --privileged --network hand --network-alias docker -v hand-data:/var/lib/docker -v hand-ca:/certs -v hand-client:/certs/client -v '${lab.home}:${lab.home}' '${lab.names.images.nestedEngine}' >/dev/null
    docker run -d --name hand-jenkins --network hand ${ports} ${quoted} -e DOCKER_HOST=tcp://docker:2376 -e DOCKER_TLS_VERIFY=1 -e DOCKER_CERT_PATH=/certs/client -v hand-client:/certs/client:ro '${lab.names.images.dind}' >/dev/null`;
  await sh(`${clear}; ${to === 'dind' ? dind : dood}; ${wait}`);
}

/** Switches with the app and by hand, in turns; `name` is that of the figures, `javaOpts` and the Jenkins are those of both. */
async function toggles(name: string, javaOpts: string, jenkinsBase: string = BASES.jenkins) {
  const lab = setup('bench', 20600, { jenkins: { javaOpts }, images: { jenkinsBase, engineBase: BASES.engine } });
  const urls = [`http://127.0.0.1:${lab.ports.dind}`, `http://127.0.0.1:${lab.ports.dood}`];
  const all: Record<'ours' | 'hand', Record<'dind' | 'dood', { away: number; wall: number }[]>> = {
    ours: { dind: [], dood: [] },
    hand: { dind: [], dood: [] },
  };
  try {
    await fulfil(lab, 'dind');
    await fulfil(lab, 'dood');
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const to of ['dind', 'dood'] as const) all.ours[to].push(await away(urls, () => fulfil(lab, to)));
      await fulfil(lab, 'off');
      run('sh', [
        '-c',
        'docker network create hand; docker run -d --name hand-jenkins --network hand lab/debian:trixie sleep 1',
      ]);
      await byHand(lab, 'dood', javaOpts);
      for (const to of ['dind', 'dood'] as const) all.hand[to].push(await away(urls, () => byHand(lab, to, javaOpts)));
      run('docker', ['rm', '-f', 'hand-jenkins', 'hand-dind']);
      run('docker', ['network', 'rm', 'hand']);
      await fulfil(lab, 'dood');
    }
  } finally {
    run('docker', ['rm', '-f', '-v', 'hand-jenkins', 'hand-dind']);
    run('docker', ['network', 'rm', 'hand']);
    run('docker', ['volume', 'rm', 'hand-data', 'hand-ca', 'hand-client']);
    cleanUp(lab);
  }
  const both = (who: 'ours' | 'hand') => median([...all[who].dind, ...all[who].dood].map((one) => one.away));
  const wall = (who: 'ours' | 'hand', to: 'dind' | 'dood') => median(all[who][to].map((one) => one.wall));
  return {
    [`${name}.away`]: figure(both('ours'), both('hand'), 's'),
    [`${name}.wall.dind`]: figure(wall('ours', 'dind'), wall('hand', 'dind'), 's'),
    [`${name}.wall.dood`]: figure(wall('ours', 'dood'), wall('hand', 'dood'), 's'),
  };
}

function timed(command: string, args: readonly string[], env: NodeJS.ProcessEnv): number {
  const began = performance.now();
  spawnSync(command, args, { env });
  return performance.now() - began;
}

async function statusCold(): Promise<Figure> {
  const lab = setup('bench', 20600, { jenkins: {} });
  const env = { ...process.env, JENKINS_TRAY_CONFIG: lab.configDir };
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < 15; round += 1) {
    ours.push(timed(process.execPath, [join(ROOT, 'out', 'cli.js'), 'status'], env));
    theirs.push(timed('docker', ['ps'], env));
  }
  cleanUp(lab);
  return figureOf(ours, theirs, 'ms');
}

/** Engine requests of an `up` with nothing to do; the baseline is 1, so that the ratio is the count. */
async function noopCalls(): Promise<Figure> {
  const lab = setup('bench', 20600, { jenkins: {} });
  try {
    await fulfil(lab, 'dood');
    const { controller, world } = product(lab);
    await controller.fulfil({ mode: 'dood', consents: [] });
    const calls = world.engine.requests();
    await controller.close();
    return figure(calls, 1, 'requests');
  } finally {
    cleanUp(lab);
  }
}

/**
 * `observe.foreign`: an observation of a process that has just made one, beside 200 foreign containers, by one before there
 * were any; `.after` by one after they are gone again, which tells a machine that became busier meanwhile; `.first` is the
 * first observation of a process, as `status` makes it: the engine goes through all its containers for that.
 */
async function observeForeign(): Promise<Record<string, Figure>> {
  const lab = setup('bench', 20600, { jenkins: {} });
  const timedLook = async (look: () => Promise<unknown>): Promise<number> => {
    const began = performance.now();
    await look();
    return performance.now() - began;
  };
  const observed = async (): Promise<{ readonly further: number; readonly first: number }> => {
    const [further, first]: [number[], number[]] = [[], []];
    const { controller } = product(lab);
    await controller.refresh();
    for (let round = 0; round < 25; round += 1) further.push(await timedLook(() => controller.refresh()));
    await controller.close();
    for (let round = 0; round < 25; round += 1) {
      const fresh = product(lab).controller;
      first.push(await timedLook(() => fresh.refresh()));
      await fresh.close();
    }
    return { further: median(further), first: median(first) };
  };
  const clear = (): void => {
    const ids = run('docker', ['ps', '-aq', '--filter', 'label=bench=foreign']).stdout.split('\n').filter(Boolean);
    if (ids.length > 0) run('docker', ['rm', '-f', ...ids]);
  };
  try {
    const before = await observed();
    for (let at = 0; at < 200; at += 1)
      docker('create', '--label', 'bench=foreign', '--name', `foreign-${at}`, BASES.debian, 'true');
    const beside = await observed();
    clear();
    const after = await observed();
    return {
      'observe.foreign': figure(beside.further, before.further, 'ms'),
      'observe.foreign.after': figure(beside.further, after.further, 'ms'),
      'observe.foreign.first': figure(beside.first, (before.first + after.first) / 2, 'ms'),
    };
  } finally {
    clear();
    cleanUp(lab);
  }
}

/** Seconds of both image builds of a first `up dind`, from the first one's start to the last one's end; the build cache is emptied first. */
async function imagesOfFirstUp(lab: Setup, specs: ImageSpec[]): Promise<number> {
  docker('builder', 'prune', '-af');
  const { controller, world } = product(lab);
  const { buildImage } = world.engine;
  let began = Number.POSITIVE_INFINITY;
  let ended = 0;
  Object.assign(world.engine, {
    buildImage: async (...given: Parameters<typeof buildImage>) => {
      specs.push(given[0]);
      began = Math.min(began, performance.now());
      await buildImage(...given);
      ended = Math.max(ended, performance.now());
    },
  });
  const result = await controller.fulfil({ mode: 'dind', consents: 'all' });
  await controller.close();
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return (ended - began) / 1000;
}

/** The baseline builds the same images by the same requests, one after the other. */
async function firstUp(): Promise<Figure> {
  const ours: number[] = [];
  const inARow: number[] = [];
  for (let round = 0; round < Math.min(ROUNDS, 3); round += 1) {
    const lab = setup('bench', 20600, { jenkins: {} });
    try {
      const specs: ImageSpec[] = [];
      ours.push(await imagesOfFirstUp(lab, specs));
      docker('builder', 'prune', '-af');
      const { world } = product(lab);
      const began = performance.now();
      for (const spec of specs) await world.engine.buildImage(spec, () => undefined, new AbortController().signal);
      inARow.push((performance.now() - began) / 1000);
    } finally {
      cleanUp(lab);
    }
  }
  return figureOf(ours, inARow, 's');
}

export const benchmarks: Record<string, () => Promise<Figure | Record<string, Figure>>> = {
  toggle: () => toggles('toggle', ''),
  /** With a Jenkins that does not search the network when it starts, as those since 2.219. */
  'toggle.today': () => toggles('toggle.today', NO_DISCOVERY),
  /** With a Jenkins of today, which cannot be had here: `BENCH_JENKINS_BASE` names an image of one in the lab's engine. */
  ...(REAL_JENKINS === undefined ? {} : { 'toggle.real': () => toggles('toggle.real', '', REAL_JENKINS) }),
  'first.up': firstUp,
  'status.cold': statusCold,
  'up.noop.calls': noopCalls,
  'observe.foreign': observeForeign,
};
