import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createWorld } from '../../electron/adapters/world.ts';
import { createController } from '../../electron/core/control/controller.ts';
import { type Names, namesOf } from '../../electron/core/stack/names.ts';
import { BASES, LAB, ROOT, readState } from './paths.ts';
import { must, run } from './shell.ts';
import { endAppsOf } from './stage.ts';

const lab = readState();
if (lab === null) throw new Error('No lab is up: npm run lab -- up');
process.env.DOCKER_HOST = lab.dockerHost;

/** A separate set-up on the lab's engine, with settings, home, names and ports of its own. */
export interface Setup {
  readonly name: string;
  readonly configDir: string;
  readonly home: string;
  readonly names: Names;
  readonly ports: { readonly dind: number; readonly dood: number; readonly agents: number };
  readonly settings: Record<string, unknown>;
}

/**
 * The lab's Jenkins (2011) announces itself in the network, which takes 7 s of each start and 2 s of each stop; a current
 * one does not, and a fast start neither. For those without.
 */
export const NO_DISCOVERY = '-Dhudson.DNSMultiCast.disabled=true';

/**
 * For where its speed is not measured: with its first compiler alone, and classes that are not verified, a start takes 3 s of
 * processor time in place of 6.3, and less memory.
 */
export const QUICK_START = `${NO_DISCOVERY} -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xverify:none`;

export const assets = join(ROOT, 'assets', 'docker');

/** `base` is the first of ten ports that the set-up may use. */
export function setup(name: string, base: number, change: Record<string, unknown> = {}): Setup {
  const folder = join(LAB, 'setups', name);
  const configDir = join(folder, 'config');
  const home = join(folder, 'home');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(configDir, { recursive: true });
  mkdirSync(home, { recursive: true });
  chownSync(home, 1000, 1000);
  const ports = { dind: base + 1, dood: base, agents: base + 5 };
  const settings = {
    instance: name,
    home,
    ports,
    jenkins: { javaOpts: QUICK_START },
    // Those of other tests.
    others: { leave: true },
    ...change,
    // What is offered depends on the images that earlier tests have built.
    images: {
      prepareOther: 'off',
      ...Object(change.images ?? { jenkinsBase: BASES.jenkins, engineBase: BASES.engine }),
    },
    // Tests take idle ports, and see that nobody answers there; signpost.test.ts is about the app that does.
    desktop: { signpost: false, ...Object(change.desktop) },
  };
  const lab: Setup = { name, configDir, home, names: namesOf(name), ports, settings };
  writeSettings(lab, settings);
  return lab;
}

export function writeSettings(lab: Setup, settings: Record<string, unknown>): void {
  writeFileSync(join(lab.configDir, 'settings.json'), JSON.stringify(settings), { mode: 0o600 });
}

/** The product's own world and controller for a set-up, in this process. */
export function product(lab: Setup) {
  const world = createWorld({ configDir: lab.configDir, assets });
  return { world, controller: createController(world, '0.0.0-test') };
}

export const docker = (...args: string[]): string => must('docker', args);

/** Removes everything of a set-up from the engine, and its folder; the only place that ever removes a home. */
export function cleanUp(lab: Setup): void {
  endAppsOf(lab.configDir);
  const of = (kind: readonly string[], key = 'instance') =>
    run('docker', [...kind, '--filter', `label=io.jenkins-tray.${key}=${lab.names.instance}`])
      .stdout.split('\n')
      .filter(Boolean);
  const containers = of(['ps', '-aq']);
  if (containers.length > 0) run('docker', ['rm', '-f', '-v', ...containers]);
  for (const network of of(['network', 'ls', '-q'])) run('docker', ['network', 'rm', network]);
  const volumes = of(['volume', 'ls', '-q']);
  if (volumes.length > 0) run('docker', ['volume', 'rm', '-f', ...volumes]);
  const images = of(['images', '-q'], 'image.instance');
  if (images.length > 0) run('docker', ['rmi', '-f', ...images]);
  // What has just been ended may still write.
  rmSync(join(LAB, 'setups', lab.name), { recursive: true, force: true, maxRetries: 5 });
}

/** Runs a job through Jenkins' REST API; waits for its end and returns its console output. */
export async function runJob(url: string, job: string, script: string): Promise<string> {
  const xml = `<project><publishers/><buildWrappers/><triggers class="vector"/><builders><hudson.tasks.Shell><command>${script.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</command></hudson.tasks.Shell></builders></project>`;
  const exists = (await fetch(`${url}/job/${job}/api/json`)).ok;
  if (!exists) {
    const created = await fetch(`${url}/createItem?name=${job}`, {
      method: 'POST',
      headers: { 'content-type': 'text/xml' },
      body: xml,
    });
    if (!created.ok) throw new Error(`createItem: HTTP ${created.status}`);
  }
  const next: { nextBuildNumber: number } = await (await fetch(`${url}/job/${job}/api/json`)).json();
  await fetch(`${url}/job/${job}/build`, { method: 'POST', redirect: 'manual' });
  for (let tries = 0; tries < 600; tries += 1) {
    const answer = await fetch(`${url}/job/${job}/${next.nextBuildNumber}/api/json`);
    if (answer.ok) {
      const build: { building: boolean; result: string } = await answer.json();
      if (!build.building)
        return `${build.result}\n${await (await fetch(`${url}/job/${job}/${next.nextBuildNumber}/consoleText`)).text()}`;
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`${job} did not end`);
}

/** Starts the job's next build of a shell script, without waiting for what the script does. */
export async function beginScript(
  url: string,
  job: string,
  script: string,
  workspace: string | null = null,
): Promise<void> {
  const chosen = workspace === null ? '' : `<customWorkspace>${workspace}</customWorkspace>`;
  const text = script.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const xml = `<project>${chosen}<publishers/><buildWrappers/><triggers class="vector"/><builders><hudson.tasks.Shell><command>${text}</command></hudson.tasks.Shell></builders></project>`;
  await fetch(`${url}/createItem?name=${job}`, { method: 'POST', headers: { 'content-type': 'text/xml' }, body: xml });
  await fetch(`${url}/job/${job}/build`, { method: 'POST', redirect: 'manual' });
}

/** Starts a build of so many seconds; returns when Jenkins shows it as running. */
export const beginJob = (url: string, job: string, seconds: number): Promise<void> =>
  beginRunning(url, job, `sleep ${seconds}`);

/** As `beginScript`; returns when Jenkins shows it as running. */
export async function beginRunning(url: string, job: string, script: string): Promise<void> {
  await beginScript(url, job, script);
  for (let tries = 0; tries < 900; tries += 1) {
    const busy: { busyExecutors: number } = await (await fetch(`${url}/computer/api/json`)).json();
    if (busy.busyExecutors > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${job} did not begin`);
}

/** Every file of a folder with its content's hash, as one text; throws where the folder is missing. */
export const fingerprint = (folder: string): string =>
  must('sh', [
    '-c',
    `cd '${folder}' || exit; find . -type f ! -name 'heartbeat*' -print0 | sort -z | xargs -0 sha256sum; find . ! -name 'heartbeat*' -printf '%p %m %U:%G\\n' | sort`,
  ]);

export const readOrEmpty = (path: string): string => (existsSync(path) ? readFileSync(path, 'utf8') : '');
