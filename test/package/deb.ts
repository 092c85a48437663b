import { chownSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ORDINARY, type OtherRoot } from '../lab/other-root.ts';
import { LAB, ROOT } from '../lab/paths.ts';
import { type Setup, writeSettings } from '../lab/setup.ts';
import { must, type Ran } from '../lab/shell.ts';

/** Where the tests put the packages that they make. */
export const PACKAGES = join(LAB, 'packages');

/** Makes the deb of this checkout as `npm run package` does, packed with gzip for speed. `env`: of its feed. */
export function makeDeb(name: string, feed: NodeJS.ProcessEnv = {}): string {
  const deb = join(PACKAGES, name);
  const env = { ...process.env, DEB_COMPRESSION: 'gzip', ...feed };
  const node = join(ROOT, 'node_modules', '.bin', 'node');
  must(node, [join(ROOT, 'build', 'package', 'main.ts'), 'deb'], { env, cwd: ROOT });
  mkdirSync(PACKAGES, { recursive: true });
  must('sh', ['-ec', `mv '${ROOT}/release/'*.deb '${deb}'`]);
  return deb;
}

/**
 * A deb with a later version, as long as the earlier one, in the app as well. `change`: a script in the folder with its
 * files. These are unpacked once, and a further deb is made of what the last one had; not compressed, for speed.
 */
export function makeNewer(deb: string, { from, to }: { from: string; to: string }, change = 'true'): string {
  const newer = join(PACKAGES, `jenkins-tray_${to}_amd64.deb`);
  const script = `[ -d tree ] || dpkg-deb -R "$1" tree
    sed -i "s/^Version: .*/Version: $3/" tree/DEBIAN/control
    sed -i "s/"$(echo "$2" | sed 's/[.]/[.]/g')"/"$3"/g" tree/opt/jenkins-tray/resources/app.asar
    (cd tree; ${change})
    dpkg-deb --root-owner-group -Znone -b tree "$4"`;
  must('sh', ['-ec', script, 'sh', deb, from, to, newer], { cwd: PACKAGES });
  return newer;
}

/** Everything that a deb installs: mode, owner, size and name of each, as tar lists them. */
export const listed = (deb: string): readonly string[] =>
  must('dpkg-deb', ['--contents', deb])
    .split('\n')
    .filter(Boolean)
    .map((line) => line.replace(/^(\S+ \S+ +\d+) \S+ \S+ /, '$1 '));

/** A display, a session bus and the installed program, for an ordinary user of another root. */
export interface Session {
  run(script: string): Ran;
}

export function session(root: OtherRoot, lab: Setup): Session {
  writeSettings(lab, lab.settings);
  for (const path of [lab.configDir, join(lab.configDir, 'settings.json')]) chownSync(path, ORDINARY.uid, ORDINARY.uid);
  const socket = (process.env.DOCKER_HOST ?? '').replace('unix://', '');
  const env = {
    DOCKER_HOST: process.env.DOCKER_HOST ?? '',
    JENKINS_TRAY_CONFIG: lab.configDir,
    DISPLAY: ':177',
    DBUS_SESSION_BUS_ADDRESS: `unix:path=/run/user/${ORDINARY.uid}/bus`,
  };
  const as = (script: string): Ran => root.user(script, env, statSync(socket).gid);
  as(`Xvfb :177 -screen 0 1280x900x24 -nolisten tcp > /dev/null 2>&1 &
    dbus-daemon --session --address="$DBUS_SESSION_BUS_ADDRESS" --fork > /dev/null 2>&1`);
  return { run: as };
}

export const removePackages = (): void => rmSync(PACKAGES, { recursive: true, force: true });
