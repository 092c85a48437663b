import { chownSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Docker from 'dockerode';
import { buildImage } from '../../electron/adapters/engine/build.ts';
import { SECRETS, SECRETS_OPTIONS } from '../../electron/core/stack/stack.ts';
import { FailureError } from '../../electron/shared/failure.ts';
import { BASES, LAB } from './paths.ts';
import { docker } from './setup.ts';
import { run } from './shell.ts';

/** The two images on a real engine, under names that no set-up uses. */
export const IMAGES = { jenkins: 'imgt-jenkins', dind: 'imgt-dind' } as const;
export const NETWORK = 'imgt-net';
const VOLUMES = ['imgt-data', 'imgt-ca', 'imgt-client'] as const;
export const ENGINE = 'imgt-engine';
export const home = join(LAB, 'imgt-home');
export const mark = join(home, '.jenkins-tray');

export async function build(
  role: 'jenkins' | 'dind',
  overlay: Record<string, string> = {},
  tag?: string,
): Promise<void> {
  const base = role === 'jenkins' ? BASES.jenkins : BASES.engine;
  const context = join(import.meta.dirname, '../../assets/docker', role);
  const reference = tag ?? IMAGES[role];
  const spec = { reference, role, context, overlay, buildArgs: { BASE: base }, base, labels: { 'imgt.test': '1' } };
  await buildImage(new Docker(), spec, () => {}, new AbortController().signal);
}

export function removeAll(): void {
  const containers = run('docker', ['ps', '-aq', '--filter', 'name=^imgt-']).stdout.split('\n').filter(Boolean);
  if (containers.length > 0) run('docker', ['rm', '-f', '-v', ...containers]);
  run('docker', ['volume', 'rm', '-f', ...VOLUMES]);
  run('docker', ['network', 'rm', NETWORK]);
  for (const folder of [home, join(LAB, 'imgt-config')]) rmSync(folder, { recursive: true, force: true });
}

/** A home that Jenkins has used, unless `marked` is false. */
export function newHome(marked = true): void {
  rmSync(home, { recursive: true, force: true });
  mkdirSync(mark, { recursive: true });
  if (marked) writeFileSync(join(mark, 'marker.json'), '{}');
  for (const path of [home, mark]) chownSync(path, 1000, 1000);
}

export const asHome = [
  ...['-e', `JENKINS_HOME=${home}`, '-v', `${home}:${home}`, '-v', `${home}:/var/jenkins_home`],
  ...['-e', 'JAVA_OPTS=-Dlab=own'],
];
export const secrets = ['--tmpfs', `${SECRETS}:${SECRETS_OPTIONS}`];
export const toNested = [
  ...['-e', 'DOCKER_HOST=tcp://docker:2376', '-e', 'DOCKER_TLS_VERIFY=1', '-e', 'DOCKER_CERT_PATH=/certs/client'],
  ...['-v', 'imgt-client:/certs/client:ro', '--network', NETWORK],
];
export const state = (name: string, field: string): string => docker('inspect', '-f', `{{.State.${field}}}`, name);

export async function until(holds: () => boolean | Promise<boolean>, seconds: number): Promise<number> {
  const began = Date.now();
  while (!(await holds())) {
    if (Date.now() - began > seconds * 1000) throw new Error(`not within ${seconds} s: ${holds}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return Date.now() - began;
}

export const answers = (url: string): Promise<boolean> =>
  fetch(url).then(
    ({ status }) => status === 200,
    () => false,
  );
/** The last line of our own scripts, which the engine's own line about the step follows. */
export const reason = (failure: string): string | undefined =>
  failure.split('\n').findLast((line) => line.startsWith('jenkins-tray: '));

export async function failureOf(building: Promise<void>): Promise<string> {
  try {
    await building;
  } catch (thrown) {
    if (thrown instanceof FailureError) return `${thrown.failure.code}: ${thrown.failure.detail}`;
    throw thrown;
  }
  return 'built';
}
