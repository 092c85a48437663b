import { existsSync, readFileSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import type { SocketAccess } from '../../shared/failures/engine.ts';

/** Where to look; the computer's own places unless a test gives others. */
export interface AccessWorld {
  readonly groupFile: string;
  readonly lingerFolder: string;
  readonly snapFolder: string;
  readonly user: string;
  /** The group of a file, by its number; throws if there is none. */
  groupOf(path: string): number;
  /** Groups of this process. */
  readonly groups: readonly number[];
}

const thisComputer = (): AccessWorld => ({
  groupFile: '/etc/group',
  lingerFolder: '/var/lib/systemd/linger',
  snapFolder: '/var/snap/docker',
  user: nameOfUser(),
  groupOf: (path) => statSync(path).gid,
  groups: process.getgroups?.() ?? [],
});

/** Empty where the system has no name for the user id. */
function nameOfUser(): string {
  try {
    return userInfo().username;
  } catch {
    return '';
  }
}

/** Why this user may not use a socket. A group that is not in /etc/group, as with LDAP, has no name and no members here. */
export function socketAccess(socket: string, world: AccessWorld = thisComputer()): SocketAccess {
  try {
    const gid = world.groupOf(socket);
    if (gid === 0) return { kind: 'no-group', isSnap: existsSync(world.snapFolder) };
    const { name, members } = groupNamed(gid, world.groupFile);
    if (!members.includes(world.user) || world.groups.includes(gid)) return { kind: 'no-member', group: name };
    return { kind: existsSync(`${world.lingerFolder}/${world.user}`) ? 'lingering' : 'earlier-login', group: name };
  } catch {
    // The folder of the socket may be closed as well.
    return { kind: 'no-member', group: 'docker' };
  }
}

/** A line of group(5): `docker:x:999:alice,bob`. */
function groupNamed(gid: number, groupFile: string): { readonly name: string; readonly members: readonly string[] } {
  const found = readFileSync(groupFile, 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .find(([, , id]) => id === String(gid));
  const [name = 'docker', , , members = ''] = found ?? [];
  return { name, members: members.split(',').filter((it) => it !== '') };
}
