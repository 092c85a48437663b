import * as fs from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { HomeFact, Host } from '../core/world/host.ts';
import { FailureError } from '../shared/failure.ts';
import { settingsFileUnreadable } from '../shared/failures/settings.ts';
import { codeOf } from './json-file.ts';
import { isOnPath } from './on-path.ts';
import { holderOf, isFree } from './ports-in-use.ts';

// node:fs/promises takes 2 ms to load, a tenth of the time of `status` without Node itself.
const access = promisify(fs.access);
const readdir = promisify(fs.readdir);
const readFile = promisify(fs.readFile);
const realpath = promisify(fs.realpath);
const stat = promisify(fs.stat);
const statfs = promisify(fs.statfs);

const JENKINS_UID = 1000;
/** Maximum distance of a proposed free port from the wanted one. */
const MAX_PORT_DISTANCE = 200;

/** Ports near a port, higher ones first; no privileged ports unless it is privileged itself. */
function near(port: number): readonly number[] {
  const steps = Array.from({ length: MAX_PORT_DISTANCE }, (_, at) => at + 1);
  return [...steps.map((by) => port + by), ...steps.map((by) => port - by)].filter(
    (it) => it >= Math.min(port, 1024) && it <= 65_535,
  );
}

export function createHost(env: NodeJS.ProcessEnv): Host {
  return {
    home: lookAtHome,
    folderHash,
    async readText(path) {
      try {
        return await readFile(path, 'utf8');
      } catch (thrown) {
        throw new FailureError(settingsFileUnreadable(path, String(thrown)), thrown);
      }
    },
    portHolder: async (address, port) => ((await isFree(address, port)) ? null : holderOf(port)),
    async freePortNear(address, port, meant) {
      for (const next of near(port)) if (!meant.includes(next) && (await isFree(address, next))) return next;
      return null;
    },
    // If the home is missing or not accessible to this user, keep the given path.
    realPath: (path) => realpath(path).catch(() => path),
    hasGpu: async () => fs.existsSync('/dev/nvidiactl') || isOnPath('nvidia-smi', env),
    propagation: async (path) => propagationOf(path),
    mtu: async () => defaultRouteMtu(),
  };
}

async function lookAtHome(path: string): Promise<HomeFact> {
  const none = {
    ownerUid: null,
    writable: null,
    readOnly: false,
    empty: null,
    marked: null,
    fresh: null,
    version: null,
    freeBytes: null,
  };
  try {
    const found = await stat(path);
    if (!found.isDirectory()) return { ...none, kind: 'not-a-folder' };
    const { bavail, bsize } = await statfs(path);
    const writable =
      found.uid === JENKINS_UID
        ? (found.mode & 0o300) === 0o300
        : (found.mode & 0o003) === 0o003 || (found.gid === JENKINS_UID && (found.mode & 0o030) === 0o030);
    const readOnly = await access(path, fs.constants.W_OK).then(
      () => false,
      (thrown: unknown) => codeOf(thrown) === 'EROFS',
    );
    const shared = { kind: 'folder' as const, ownerUid: found.uid, writable, readOnly, freeBytes: bavail * bsize };
    try {
      await access(path, 5);
    } catch {
      return { ...none, ...shared };
    }
    const entries = await readdir(path);
    const has = (name: string): boolean => fs.existsSync(join(path, '.jenkins-tray', name));
    return {
      ...shared,
      empty: entries.every((name) => name === 'lost+found'),
      marked: has('marker.json'),
      fresh: has('new'),
      version: await versionIn(path),
    };
  } catch (thrown) {
    return codeOf(thrown) === 'ENOENT'
      ? { ...none, kind: 'missing' }
      : { ...none, kind: codeOf(thrown) === 'ENOTDIR' ? 'not-a-folder' : 'unknown' };
  }
}

async function versionIn(home: string): Promise<string | null> {
  const config = await readFile(join(home, 'config.xml'), 'utf8').catch(() => '');
  return /<version>([^<]+)<\/version>/.exec(config)?.[1] ?? null;
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

/** The MTU of the default route's interface: destination 0 in /proc/net/route (proc(5)); 1500 if there is none. */
function defaultRouteMtu(): number {
  try {
    const route = fs
      .readFileSync('/proc/net/route', 'utf8')
      .split('\n')
      .slice(1)
      .map((line) => line.split(/\s+/))
      .find((fields) => fields[1] === '00000000');
    return route?.[0] === undefined ? 1500 : Number(fs.readFileSync(`/sys/class/net/${route[0]}/mtu`, 'utf8'));
  } catch {
    return 1500;
  }
}

/** Whether the mount that contains a path is shared or a slave: see its optional fields in /proc/self/mountinfo (proc(5)). */
function propagationOf(path: string): 'rslave' | 'rprivate' {
  const holds = (point: string): boolean => point === '/' || path === point || path.startsWith(`${point}/`);
  const mounts = fs
    .readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .map((line) => line.split(' '))
    .filter((fields) => fields[4] !== undefined && holds(fields[4]));
  const holder = mounts.reduce<string[]>(
    (best, fields) => ((fields[4] ?? '').length >= (best[4] ?? '').length ? fields : best),
    [],
  );
  return holder.slice(6, holder.indexOf('-')).some((field) => /^(shared|master):/.test(field)) ? 'rslave' : 'rprivate';
}
