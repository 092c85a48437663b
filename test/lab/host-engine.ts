import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LAB, RECIPES, ROOT } from './paths.ts';
import { must, type Ran, run } from './shell.ts';

/** A host engine of another version than the lab's; it runs in a privileged container that serves as its host. */
export interface HostEngine {
  readonly folder: string;
  readonly version: string;
  /** Runs docker on this engine. */
  docker(...args: string[]): string;
  /** Copies an image from the lab's engine. */
  load(image: string): void;
  /** Runs the product's command line on that host, where Jenkins' page is published. */
  product(configDir: string, ...args: string[]): Ran;
  /** Runs a command in that host's network. */
  there(command: string, ...args: string[]): Ran;
  remove(): void;
}

/** Builds `images/NAME` if it is missing and starts an engine from it; its folder has the same path on both hosts. */
export async function hostEngine(name: string): Promise<HostEngine> {
  const container = `host-${name}`;
  const image = `lab/${name}`;
  const folder = join(LAB, 'setups', container);
  const remove = (): void => {
    run('docker', ['rm', '-f', '-v', container]);
    rmSync(folder, { recursive: true, force: true });
  };
  remove();
  mkdirSync(folder, { recursive: true });
  const build = { env: { ...process.env, DOCKER_BUILDKIT: '0' } };
  must('docker', ['build', '-q', '-t', image, join(RECIPES, 'images', name)], build);
  const host = `unix://${folder}/docker.sock`;
  const daemon = `mount --make-rshared / && exec dockerd --host=${host} --pidfile=/run/dockerd.pid`;
  const mounts = ['-v', `${folder}:${folder}`, '-v', '/var/lib/docker'];
  must('docker', ['run', '-d', '--privileged', '--name', container, ...mounts, image, 'sh', '-c', daemon]);
  const env = { ...process.env, DOCKER_HOST: host };
  for (let tries = 0; run('docker', ['version'], { env }).status !== 0; tries += 1) {
    if (tries > 300) throw new Error(`${image} did not start:\n${run('docker', ['logs', container]).stderr}`);
    await sleep(200);
  }
  const pid = must('docker', ['inspect', '-f', '{{.State.Pid}}', container]);
  const there = (command: string, ...args: string[]): Ran =>
    run('nsenter', ['-t', pid, '-n', command, ...args], { env });
  return {
    folder,
    version: must('docker', ['version', '-f', '{{.Server.Version}}'], { env }),
    docker: (...args) => must('docker', args, { env }),
    load: (other) =>
      void must('sh', ['-c', `docker -H ${process.env.DOCKER_HOST} save ${other} | docker load`], { env }),
    product: (configDir, ...args) =>
      there(process.execPath, join(ROOT, 'out', 'cli.js'), ...args, '--config', configDir),
    there,
    remove,
  };
}
