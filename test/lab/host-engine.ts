import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildEngineImage, type HostEngineName } from './host-engines.ts';
import { LAB, RECIPES, ROOT } from './paths.ts';
import { must, type Ran, run, runAsync } from './shell.ts';

/** A host engine of another version than the lab's; it runs in a privileged container that serves as its host. */
export interface HostEngine {
  readonly folder: string;
  /** Where this host's CDI specifications belong. */
  readonly cdi: string;
  readonly version: string;
  /** Where this machine reaches the pages that are published on all of this host's addresses. */
  readonly address: string;
  /** Runs docker on this engine. */
  docker(...args: string[]): string;
  /** Copies images from the lab's engine. */
  load(...images: string[]): void;
  /** The environment of this host's commands, which tests may add to. */
  readonly env: NodeJS.ProcessEnv;
  /** The product's command line on that host, where Jenkins' page is published. */
  command(configDir: string, ...args: string[]): string[];
  /** Runs it. */
  product(configDir: string, ...args: string[]): Promise<Ran>;
  /** Runs a command in that host's network. */
  there(...command: string[]): Ran;
  /** Runs a program that came with that engine, such as its docker command, with the contexts that the product wrote. */
  own(...command: string[]): Ran;
  remove(): void;
}

/** An engine that differs from what its packages make it. */
export interface Variant {
  readonly name: string;
  /** A shell command that runs before dockerd. */
  readonly prepare: string;
  /** Options of dockerd. */
  readonly options: string;
}
/** Its containers have user ids of their own. */
export const REMAPPED: Variant = {
  name: 'remapped',
  prepare: 'useradd -r dockremap && for file in /etc/subuid /etc/subgid; do echo dockremap:100000:65536 > $file; done',
  options: '--userns-remap=dockremap',
};
const AS_IS: Variant = { name: '', prepare: 'true', options: '' };

/** Builds the engine's image if it is missing and starts it; its folder has the same path on both hosts. */
export async function hostEngine(name: HostEngineName, variant = AS_IS): Promise<HostEngine> {
  const container = ['host', name, variant.name].filter(Boolean).join('-');
  const image = buildEngineImage(name);
  const folder = join(LAB, 'setups', container);
  const cdi = join(folder, 'cdi');
  const remove = (): void => {
    run('docker', ['rm', '-f', '-v', container]);
    rmSync(folder, { recursive: true, force: true });
  };
  remove();
  mkdirSync(cdi, { recursive: true });
  const host = `unix://${folder}/docker.sock`;
  // The runtime in front of runc, as on the lab's own engine: a nested engine is a privileged container.
  const front = join(RECIPES, 'bin', 'runc-front');
  const runtime = '--add-runtime=front=/usr/local/bin/runc-front --default-runtime=front';
  const options = `--pidfile=/run/dockerd.pid ${runtime} ${variant.options}`;
  const daemon = `mount --make-rshared / && ${variant.prepare} && exec dockerd --host=${host} ${options}`;
  // NVIDIA's toolkit, as far as an engine looks: with its CDI hook on the PATH, 28.3 and later use CDI for GPU requests.
  const toolkit = join(folder, 'nvidia-cdi-hook');
  writeFileSync(toolkit, '#!/bin/sh\n', { mode: 0o755 });
  const mounts = [
    `${toolkit}:/usr/local/bin/nvidia-cdi-hook:ro`,
    `${folder}:${folder}`,
    '/var/lib/docker',
    `${front}:/usr/local/bin/runc-front:ro`,
    `${cdi}:/etc/cdi`,
  ];
  const given = mounts.flatMap((mount) => ['-v', mount]);
  must('docker', ['run', '-d', '--privileged', '--name', container, ...given, image, 'sh', '-c', daemon]);
  // Contexts of this host, not of this machine's user.
  const contexts = join(folder, 'docker');
  const env = { ...process.env, DOCKER_HOST: host, DOCKER_CONFIG: contexts };
  for (let tries = 0; run('docker', ['version'], { env }).status !== 0; tries += 1) {
    if (tries > 300) throw new Error(`${image} did not start:\n${run('docker', ['logs', container]).stderr}`);
    await sleep(200);
  }
  const pid = must('docker', ['inspect', '-f', '{{.State.Pid}}', container]);
  const there = (...words: string[]): string[] => ['nsenter', '-t', pid, '-n', ...words];
  const command = (configDir: string, ...args: string[]): string[] =>
    there(process.execPath, join(ROOT, 'out', 'cli.js'), ...args, '--config', configDir);
  return {
    folder,
    cdi,
    env,
    address: must('docker', ['inspect', '-f', '{{.NetworkSettings.IPAddress}}', container]),
    version: must('docker', ['version', '-f', '{{.Server.Version}}'], { env }),
    docker: (...args) => must('docker', args, { env }),
    load: (...images) =>
      void must('sh', ['-c', `docker -H ${process.env.DOCKER_HOST} save ${images.join(' ')} | docker load`], { env }),
    command,
    product: (configDir, ...args) => {
      const [program = '', ...rest] = command(configDir, ...args);
      return runAsync(program, rest, { env });
    },
    there: (...words) => {
      const [program = '', ...rest] = there(...words);
      return run(program, rest, { env });
    },
    own: (...words) => run('docker', ['exec', '-e', `DOCKER_CONFIG=${contexts}`, container, ...words]),
    remove,
  };
}
