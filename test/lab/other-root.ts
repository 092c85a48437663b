import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { LAB } from './paths.ts';
import { must, type Ran, run } from './shell.ts';
import { until } from './until.ts';

/** A copy of this computer's root that packages can be installed into; what is written there is gone with it. */
export interface OtherRoot {
  /** Runs a command in it as root. */
  root(command: string, args: readonly string[]): Ran;
  /** Runs a shell script in it as an ordinary user, member of one further group. */
  user(script: string, env: Readonly<Record<string, string>>, group: number): Ran;
  /** Ends everything that runs in it. */
  close(): void;
}

/** The user that `user` runs as; it exists there alone. */
export const ORDINARY = { name: 'ordinary', uid: 1001 } as const;

/**
 * A layer of memory over `/` as the root of its own mount and process namespaces: `pivot_root` instead of chroot, since
 * Chromium's sandbox gets no namespaces in a chroot. The lab's folder is the real one, so the engine sees the same files,
 * and so is that of its socket, since nothing listens at a socket's copy in a layer.
 */
const SCRIPT = `set -e
mount -t tmpfs tmpfs "$1"; cd "$1"; mkdir upper work root
mount -t overlay overlay -o "lowerdir=/,upperdir=$PWD/upper,workdir=$PWD/work" root
for folder in proc sys dev; do mount --rbind "/$folder" "root/$folder"; done
for folder in "$2" "$3"; do mkdir -p "root$folder"; mount --rbind "$folder" "root$folder"; done
cd root; mkdir .before; pivot_root . .before; cd /; umount -l .before; rmdir .before
mount -t proc proc /proc
exec sleep infinity`;

export async function otherRoot(): Promise<OtherRoot> {
  const folder = mkdtempSync(join(tmpdir(), 'other-root-'));
  const engine = dirname((process.env.DOCKER_HOST ?? '').replace('unix://', ''));
  const args = ['--mount', '--pid', '--fork', '--kill-child', '--propagation', 'private'];
  const holder = spawn('unshare', [...args, 'sh', '-c', SCRIPT, 'sh', folder, LAB, engine], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const inside = await until('another root', () => firstIn(holder.pid));
  const enter = ['--target', String(inside), '--mount', '--pid'];
  const root = (command: string, given: readonly string[]): Ran => run('nsenter', [...enter, command, ...given]);
  must('nsenter', [...enter, 'useradd', '--create-home', '--uid', String(ORDINARY.uid), ORDINARY.name]);
  const runtime = `/run/user/${ORDINARY.uid}`;
  must('nsenter', [...enter, 'install', '-d', '-m', '0700', '-o', ORDINARY.name, runtime]);
  return {
    root,
    user(script, env, group) {
      const own = {
        PATH: '/usr/bin:/bin',
        LANG: 'C.UTF-8',
        HOME: `/home/${ORDINARY.name}`,
        XDG_RUNTIME_DIR: runtime,
        ...env,
      };
      const set = Object.entries(own).map(([name, value]) => `${name}=${value}`);
      const as = [`--reuid=${ORDINARY.uid}`, `--regid=${ORDINARY.uid}`, '--groups', String(group)];
      return root('setpriv', [...as, 'env', '-i', '-C', own.HOME, ...set, 'sh', '-c', script]);
    },
    close() {
      holder.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The first process in the new namespace, once its root is the new one. */
function firstIn(holder: number | undefined): number | undefined {
  const child = Number(
    run('pgrep', ['-P', String(holder)])
      .stdout.trim()
      .split('\n')[0],
  );
  if (!child) return undefined;
  return run('nsenter', ['--target', String(child), '--mount', 'cat', '/proc/1/comm']).stdout.trim() === 'sleep'
    ? child
    : undefined;
}
