import { type ChildProcess, spawn } from 'node:child_process';
import { chownSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { BASES } from './paths.ts';
import { docker, NO_DISCOVERY } from './setup.ts';

/** The name of the lab's war file: this computer may have a Jenkins of its own. */
export const WAR = 'jenkins-lab.war';

/** Where a Jenkins without a container runs. */
export interface WarPlace {
  /** A folder for the mounts; on the file system of a set-up. */
  readonly folder: string;
  readonly home: string;
  readonly port: number;
  readonly uid: number;
}

/**
 * The lab's Jenkins as a process of this computer, with a user of its own. This computer's Java is too new for it, and its
 * C library too old for the image's, so the process has the image's files as its root; as to everything else it is a
 * process like any other.
 */
export function warProcess({ folder, home, port, uid }: WarPlace): ChildProcess {
  const root = join(folder, 'root');
  const skeleton = join(folder, 'skeleton');
  for (const path of [root, join(skeleton, home), home]) mkdirSync(path, { recursive: true });
  chownSync(home, uid, uid);
  const ofImage = '/usr/share/jenkins';
  mkdirSync(join(skeleton, ofImage), { recursive: true });
  rmSync(join(skeleton, ofImage, WAR), { force: true });
  symlinkSync('jenkins.war', join(skeleton, ofImage, WAR));
  const layers = docker(
    'image',
    'inspect',
    '-f',
    '{{.GraphDriver.Data.UpperDir}}:{{.GraphDriver.Data.LowerDir}}',
    BASES.jenkins,
  );
  const script = `
    mount -t overlay overlay -o "ro,lowerdir=$1" "$2" && mount --bind /proc "$2/proc" && mount --rbind /dev "$2/dev" &&
    mount --bind "$3" "$2$3" && cd / && root=$2 user=$4 && shift 4 && exec chroot --userspec="$user:$user" "$root" "$@"`;
  const java = [
    ...['java', `-Djava.io.tmpdir=${home}`, NO_DISCOVERY, '-cp', `${ofImage}/${WAR}:${ofImage}`],
    ...['Start', '--httpsPort=-1', '--ajp13Port=-1', `--httpPort=${port}`, '--httpListenAddress=127.0.0.1'],
  ];
  const place = [`${skeleton}:${layers}`, root, home, String(uid)];
  return spawn('unshare', ['-m', '--propagation', 'private', 'sh', '-c', script, 'sh', ...place, ...java], {
    env: { PATH: process.env.PATH, HUDSON_HOME: home, HOME: home },
    stdio: 'ignore',
  });
}
