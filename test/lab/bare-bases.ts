import { copyFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Docker from 'dockerode';
import { buildImage } from '../../electron/adapters/engine/build.ts';
import { CERTIFICATES } from './engine.ts';
import { BASES, LAB, ROOT } from './paths.ts';
import { must, run } from './shell.ts';
import { until } from './until.ts';

/** Debian's releases, on whose bare systems the recipe of the nested engine is tried. */
export const SUITES = ['bookworm', 'trixie', 'sid'] as const;
export type Suite = (typeof SUITES)[number];

const NAME = 'bare-base';
const HEALTHY_MS = 120_000;

/** Makes a bare system of a release, if the lab does not have it. */
function bareBase(suite: Suite): string {
  const image = `lab/bare:${suite}`;
  if (run('docker', ['image', 'inspect', image]).status === 0) return image;
  const rootfs = join(LAB, `rootfs-${suite}`);
  rmSync(rootfs, { recursive: true, force: true });
  must('debootstrap', ['--variant=minbase', '--include=ca-certificates', suite, rootfs]);
  copyFileSync(CERTIFICATES, join(rootfs, CERTIFICATES));
  // A mirror's copy of sid may be older than its lists are valid.
  writeFileSync(join(rootfs, 'etc/apt/apt.conf.d/90lab'), 'Acquire::Check-Valid-Until "false";\n');
  must('sh', ['-c', `tar -C '${rootfs}' -c . | docker import - ${image}`]);
  rmSync(rootfs, { recursive: true, force: true });
  return image;
}

/** The image built from a bare system with that release's own engine, which then builds and runs an image itself. */
export function baseParts(suite: Suite): Record<string, () => Promise<void>> {
  removeBase();
  const inside = (...command: string[]): string => must('docker', ['exec', NAME, ...command]);
  const healthy = () => {
    const check = ['exec', NAME, '/usr/local/bin/jenkins-tray-healthcheck'];
    return until('healthy nested engine', () => run('docker', check).status === 0, HEALTHY_MS);
  };
  const buildInside = (): void => {
    must('sh', ['-c', `docker save ${BASES.debian} | docker exec -i ${NAME} docker load`]);
    inside('sh', '-c', `echo 'FROM ${BASES.debian}\nRUN echo hi > /out' | docker build -t built -`);
    if (inside('docker', 'run', '--rm', 'built', 'cat', '/out') !== 'hi') throw new Error('the build did not run');
  };
  return {
    image: async () => {
      const base = bareBase(suite);
      const context = join(ROOT, 'assets', 'docker', 'dind');
      const spec = { reference: NAME, role: 'dind' as const, context, overlay: {}, buildArgs: { BASE: base }, base };
      await buildImage(new Docker(), { ...spec, labels: {} }, () => {}, new AbortController().signal);
    },
    healthy: async () => {
      must('docker', ['run', '-d', '--privileged', '--name', NAME, NAME]);
      await healthy();
    },
    build: async () => buildInside(),
    'no overlay': async () => {
      must('docker', ['rm', '-f', '-v', NAME]);
      // The image's own file system is an overlay, on which no other can be mounted.
      const start = 'umount /var/lib/docker && exec jenkins-tray-init -- jenkins-tray-dockerd';
      must('docker', ['run', '-d', '--privileged', '--name', NAME, '--entrypoint', 'sh', NAME, '-c', start]);
      await healthy();
      const driver = inside('docker', 'info', '-f', '{{.Driver}}');
      if (driver !== 'fuse-overlayfs') throw new Error(`it took ${driver}`);
      buildInside();
    },
  };
}

/** The version of the engine that the last base got; null if it does not run. */
export function baseEngine(): string | null {
  const asked = run('docker', ['exec', NAME, 'docker', 'version', '-f', '{{.Server.Version}}']);
  return asked.status === 0 ? asked.stdout.trim() : null;
}

export function removeBase(): void {
  run('docker', ['rm', '-f', '-v', NAME]);
  run('docker', ['rmi', '-f', NAME]);
}
