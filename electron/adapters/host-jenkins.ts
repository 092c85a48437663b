import * as fs from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import type { HostJenkins } from '../core/world/host.ts';
import { type Unit, unitNamed } from './systemd-unit.ts';

const readFile = promisify(fs.readFile);
const readdir = promisify(fs.readdir);

/** Where to look; tests give folders of their own. */
export interface Places {
  readonly proc: string;
  readonly passwd: string;
}
const PLACES: Places = { proc: '/proc', passwd: '/etc/passwd' };

/** The unit of Jenkins' own packages. */
const PACKAGED_UNIT = 'jenkins.service';
const WAR = /^(jenkins|hudson)([-_.].*)?\.war$/i;
/** A process that needs a container to exist; its id has 64 hexadecimal digits. */
const CONTAINER = /[0-9a-f]{64}/;
/** Of Winstone, Jenkins' own server. */
const DEFAULT_PORT = 8080;

/** A process that runs a Jenkins. */
interface Found {
  readonly pid: number;
  readonly war: string;
  readonly unit: string | null;
  readonly user: string;
  readonly home: string | null;
  readonly port: number | null;
}

/**
 * The Jenkins of this computer itself: processes of its war file from `/proc`, and the unit of its packages from
 * `systemctl`, which tells every user; a process of another user does not tell its environment.
 */
export async function hostJenkins(env: NodeJS.ProcessEnv, places: Places = PLACES): Promise<readonly HostJenkins[]> {
  // A Jenkins that is about to start waits for this.
  const [found, packaged] = await Promise.all([processes(places), unitNamed(PACKAGED_UNIT, env)]);
  const names = new Set(found.flatMap(({ unit }) => (unit === null || unit === PACKAGED_UNIT ? [] : [unit])));
  const others = await Promise.all([...names].map((name) => unitNamed(name, env)));
  const units = [...others, packaged].filter((it) => it !== null);
  const unitOf = ({ pid, unit }: Found): Unit | undefined =>
    units.find((it) => it.name === unit) ?? units.find((it) => it.pid === pid);
  const running = found.map((it): HostJenkins => {
    const unit = unitOf(it);
    return {
      name: unit?.name ?? it.war,
      unit: unit?.name ?? null,
      enabled: unit?.enabled ?? false,
      pid: it.pid,
      user: it.user,
      // The default of Jenkins itself is the last resort.
      home: it.home ?? unit?.home ?? homeOfUser(it.user, places),
      port: it.port,
    };
  });
  const resting = units.filter((unit) => !running.some((it) => it.unit === unit.name));
  return [
    ...running,
    ...resting.map(
      ({ name, enabled, pid, user, home, port }): HostJenkins => ({ name, unit: name, enabled, pid, user, home, port }),
    ),
  ];
}

async function processes({ proc, passwd }: Places): Promise<readonly Found[]> {
  const read = (path: string): Promise<string> => readFile(join(proc, path), 'utf8').catch(() => '');
  const own = await read('self/cgroup');
  const pids = (await readdir(proc).catch(() => [])).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid): Promise<Found | null> => {
      // The name first: reading the command line of a process that hangs may hang as well.
      if (!/^(java|jsvc|jenkins)/.test(nameIn(proc, pid))) return null;
      const words = (await read(`${pid}/cmdline`)).split('\0');
      const war = warIn(words);
      if (war === null) return null;
      const [status, cgroup] = await Promise.all([read(`${pid}/status`), read(`${pid}/cgroup`)]);
      // One that has ended since then does not tell whether it was in a container.
      if (status === '' || isInContainer(status, cgroup, own)) return null;
      const uid = /^Uid:\s+(\d+)/m.exec(status)?.[1] ?? '';
      return {
        pid: Number(pid),
        war,
        unit: /\/([^/\n]+\.service)(\/|$)/m.exec(cgroup.replace(/\/user@\d+\.service/, ''))?.[1] ?? null,
        user: nameOf(uid, passwd),
        home: homeIn(words) ?? homeIn((await read(`${pid}/environ`)).split('\0')),
        port: portIn(words),
      };
    }),
  );
  return found.filter((it) => it !== null);
}

/** The kernel has the name at hand: for all processes at once this is much faster than to wait for each. */
function nameIn(proc: string, pid: string): string {
  try {
    return fs.readFileSync(join(proc, pid, 'comm'), 'utf8');
  } catch {
    return ''; // It has ended.
  }
}

/** The war file's name, alone or in a class path; a Tomcat only has the property of its home. */
function warIn(words: readonly string[]): string | null {
  const names = words.flatMap((word) => word.split(':')).map((path) => basename(path));
  const home = words.some((word) => /^-D(JENKINS|HUDSON)_HOME=\//.test(word));
  return names.find((name) => WAR.test(name)) ?? (home ? 'jenkins.war' : null);
}

/** In a container it has an id of its own there (`NSpid`), unless that shares the host's; then its cgroup says so. */
function isInContainer(status: string, cgroup: string, own: string): boolean {
  const ids = /^NSpid:\s+(.+)$/m.exec(status)?.[1]?.trim().split(/\s+/) ?? [];
  const container = CONTAINER.exec(cgroup)?.[0];
  return ids.length > 1 || (container !== undefined && !own.includes(container));
}

/** `JENKINS_HOME=…` of the environment, or `-DJENKINS_HOME=…` of the command. */
function homeIn(words: readonly string[]): string | null {
  const found = words.map((word) => /^(?:-D)?(?:JENKINS|HUDSON)_HOME=(\/.*)$/.exec(word)?.[1]);
  return found.find((path) => path !== undefined) ?? null;
}

/** `--httpPort=8080`; -1: no page without https. */
function portIn(words: readonly string[]): number | null {
  const given = words.map((word) => /^--httpPort=(-?\d+)$/.exec(word)?.[1]).find((it) => it !== undefined);
  const port = given === undefined ? DEFAULT_PORT : Number(given);
  return port > 0 ? port : null;
}

const rowsOf = (passwd: string): readonly (readonly string[])[] =>
  (fs.existsSync(passwd) ? fs.readFileSync(passwd, 'utf8') : '').split('\n').map((line) => line.split(':'));

const nameOf = (uid: string, passwd: string): string => rowsOf(passwd).find((row) => row[2] === uid)?.[0] ?? uid;

/** `~/.jenkins`, if it is there. */
function homeOfUser(user: string, { passwd }: Places): string | null {
  const folder = rowsOf(passwd).find(([name]) => name === user)?.[5];
  const home = folder === undefined || folder === '' ? null : join(folder, '.jenkins');
  return home !== null && fs.existsSync(home) ? home : null;
}
