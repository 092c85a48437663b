import { chownSync, copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Docker from 'dockerode';
import { buildImage } from '../../electron/adapters/engine/build.ts';
import { makeJenkins21Base } from '../lab/jenkins-21.ts';
import { RECIPES } from '../lab/paths.ts';
import { assets, docker } from '../lab/setup.ts';
import { must, run } from '../lab/shell.ts';
import { type Figure, figureOf } from './figure.ts';

const APPLICATION = { artifact: 'org.wiremock:wiremock-standalone:3.9.1', file: 'wiremock-standalone-3.9.1.jar' };
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 7);
const MAX_BUILD_MS = 600_000;
const PORT = 20690;
const CONTAINER = 'bench-fast-start';

/** Builds the product's image on the stand-in with that Java, training start included; returns its name. */
async function makeImage(java: string): Promise<string> {
  const base = `lab/fast-start-${java}`;
  const reference = `${CONTAINER}-${java}`;
  const context = mkdtempSync(join(tmpdir(), 'jenkins-tray-base-'));
  try {
    cpSync(join(RECIPES, 'images/fast-start'), context, { recursive: true });
    const copy = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy';
    must('mvn', ['-q', '-B', copy, `-Dartifact=${APPLICATION.artifact}`, `-DoutputDirectory=${context}`]);
    copyFileSync(join(context, APPLICATION.file), join(context, 'jenkins.war'));
    must('chmod', ['755', join(context, 'jenkins.sh')]);
    must('docker', ['build', '-q', '--build-arg', `JDK=${java}`, '-t', base, context]);
  } finally {
    rmSync(context, { recursive: true });
  }
  const spec = { reference, role: 'jenkins' as const, context: join(assets, 'jenkins'), overlay: {}, labels: {} };
  const more = { buildArgs: { BASE: base }, base };
  await buildImage(new Docker(), { ...spec, ...more }, () => {}, AbortSignal.timeout(MAX_BUILD_MS));
  // A training start that fails leaves an image to compare with itself.
  docker('run', '--rm', '--entrypoint', 'test', reference, '-e', '/usr/local/lib/jenkins-tray/fast-start/made-with');
  return reference;
}

/** Seconds from the start of a container to the first answer. */
async function start(image: string, home: string, fast: 'on' | 'off'): Promise<number> {
  const at = ['-e', `JENKINS_HOME=${home}`, '-v', `${home}:${home}`, '-p', `127.0.0.1:${PORT}:8080`];
  docker('create', '--name', CONTAINER, ...at, '-e', 'JAVA_OPTS=', '-e', `JENKINS_TRAY_FAST_START=${fast}`, image);
  try {
    const began = performance.now();
    docker('start', CONTAINER);
    while (
      !(await fetch(`http://127.0.0.1:${PORT}/login`).then(
        () => true,
        () => false,
      ))
    )
      await sleep(10);
    return (performance.now() - began) / 1000;
  } finally {
    // One that is killed leaves its heartbeat in the home, which the next would watch for 12 s.
    run('docker', ['stop', '-t', '60', CONTAINER]);
    run('docker', ['rm', '-f', '-v', CONTAINER]);
  }
}

/** A start with what the image was built with, against one as it is, in turns. */
async function starts(java: string): Promise<Figure> {
  makeJenkins21Base();
  const home = mkdtempSync(join(tmpdir(), 'jenkins-tray-bench-'));
  mkdirSync(join(home, '.jenkins-tray'));
  writeFileSync(join(home, '.jenkins-tray/marker.json'), '{}');
  for (const path of [home, join(home, '.jenkins-tray')]) chownSync(path, 1000, 1000);
  const image = await makeImage(java);
  const seconds = { on: [] as number[], off: [] as number[] };
  try {
    await start(image, home, 'off');
    for (let round = 0; round < ROUNDS; round += 1)
      for (const fast of ['off', 'on'] as const) seconds[fast].push(await start(image, home, fast));
  } finally {
    run('docker', ['rmi', '-f', image]);
    rmSync(home, { recursive: true });
  }
  return figureOf(seconds.on, seconds.off, 's');
}

export const benchmarks: Record<string, () => Promise<Figure>> = {
  'jenkins.start.21': () => starts('21'),
  'jenkins.start.25': () => starts('25'),
};
