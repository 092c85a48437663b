import * as fs from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Host } from '../core/world/host.ts';
import type { SignpostClaims } from '../core/world/signpost.ts';
import { FailureError } from '../shared/failure.ts';
import { settingsFileUnreadable } from '../shared/failures/settings.ts';
import { administratorMade } from './administrator-made.ts';
import { thisComputer } from './computer.ts';
import { foundProxy } from './found-proxy.ts';
import { linksOf } from './home-links.ts';
import { lookAtHome } from './home-look.ts';
import { mentionsIn } from './home-mentions.ts';
import { nameServersOf } from './host-dns.ts';
import { aptRepositoryOf, nvidiaToolsOn } from './host-nvidia.ts';
import { mountOf } from './mounts.ts';
import { wayOutMtu } from './mtu.ts';
import { isOnPath } from './on-path.ts';
import { createPathLook, MAX_LOOK_MS, type PathLook } from './path-look.ts';
import { canListen, hasAddress, holderOf, isFree } from './ports-in-use.ts';
import { hostTimeZone } from './time-zone.ts';

// node:fs/promises takes 2 ms to load, a tenth of the time of `status` without Node itself.
const readFile = promisify(fs.readFile);
const stat = promisify(fs.stat);

/** A port counts as taken if it is at each of so many looks, so many milliseconds apart. */
const MAX_TRIES = 3;
const TRY_AGAIN_MS = 100;
/** Maximum distance of a proposed free port from the wanted one. */
const MAX_PORT_DISTANCE = 200;

/** Ports near a port, higher ones first; no privileged ports unless it is privileged itself. */
function near(port: number): readonly number[] {
  const steps = Array.from({ length: MAX_PORT_DISTANCE }, (_, at) => at + 1);
  return [...steps.map((by) => port + by), ...steps.map((by) => port - by)].filter(
    (it) => it >= Math.min(port, 1024) && it <= 65_535,
  );
}

/** `look`: how to look at paths that may hang. `signpost`: the app's own listener, whose ports count as free. */
export function createHost(
  env: NodeJS.ProcessEnv,
  look: PathLook = createPathLook(),
  signpost: Pick<SignpostClaims, 'has'> = { has: () => false },
): Host {
  return {
    home: (path) => lookAtHome(path, look),
    folderHash,
    administratorMade: (home) => administratorMade(home, look),
    async heartbeat(home) {
      // Opened anew each time: a share then asks its server.
      const found = await look(home, 'exec head -c 1024 -- "$1/.jenkins-tray/heartbeat"').catch(() => null);
      return found?.exitCode === 0 ? found.stdout.trim() || null : null;
    },
    // The command line has no use for it.
    followBuilds: async (home, container, follower) =>
      (await import('./build-changes.ts')).followBuilds(home, container, follower, look),
    computer: thisComputer,
    async readText(path) {
      const found = await look(path, 'exec cat -- "$1"');
      // A byte order mark would be part of the first name.
      if (found?.exitCode === 0) return found.stdout.replace(/^\uFEFF/, '');
      const why = found === null ? `It did not respond within ${MAX_LOOK_MS / 1000} s.` : found.stderr.trim();
      throw new FailureError(settingsFileUnreadable(path, why));
    },
    mentions: (home, text) => mentionsIn(home, text, look),
    links: (home) => linksOf(home, look),
    hasAddress,
    async portHolder(address, port) {
      // Two looks at once, or one while the app's own listener moves, take the port from each other for an instant.
      for (let tries = 1; ; tries += 1) {
        if ((await isFree(address, port)) || signpost.has(port)) return null;
        if (tries === MAX_TRIES) return holderOf(port);
        await sleep(TRY_AGAIN_MS);
      }
    },
    jenkins: async () => (await import('./host-jenkins.ts')).hostJenkins(env),
    stopJenkins: async (jenkins, signal) =>
      (await import('./stop-host-jenkins.ts')).stopHostJenkins(jenkins, env, signal),
    async freePortNear(address, port, meant) {
      for (const next of near(port)) if (!meant.includes(next) && (await canListen(address, next))) return next;
      return null;
    },
    async realPath(path) {
      const found = await look(path, 'exec realpath -ez -- "$1"').catch(() => null);
      // If it is missing, hangs or is not accessible to this user, keep the given path.
      return found?.exitCode === 0 ? found.stdout.replace(/\0$/, '') : path;
    },
    hasGpu: async () => fs.existsSync('/dev/nvidiactl') || isOnPath('nvidia-smi', env),
    propagation: async (path) => mountOf(path)?.propagation ?? 'rprivate',
    nameServers: () => nameServersOf(env),
    proxy: () => foundProxy(env),
    nvidiaRepository: () => aptRepositoryOf('/etc/apt'),
    nvidiaTools: async () => nvidiaToolsOn(env),
    mtu: () => wayOutMtu(env),
    timeZone: () => hostTimeZone(),
  };
}

async function folderHash(folder: string): Promise<string> {
  const { createHash } = await import('node:crypto');
  const hash = createHash('sha256');
  for (const name of fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    const path = join(folder, name);
    if ((await stat(path)).isFile())
      hash
        .update(`${name}\0`)
        .update(await readFile(path))
        .update('\0');
  }
  return hash.digest('hex');
}
