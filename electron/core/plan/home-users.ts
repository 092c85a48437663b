import type { Failure } from '../../shared/failure.ts';
import { homeInUse } from '../../shared/failures/home-users.ts';
import { runsJenkins } from '../observe/runs-jenkins.ts';
import { isOneShot } from '../stack/labels.ts';
import type { ContainerFact, MountFact } from '../world/engine.ts';

/** A running container that can write to the home. */
export interface HomeUser {
  readonly container: ContainerFact;
  readonly mount: MountFact;
  /** What it mounts: the home, a folder above it, or one inside. */
  readonly mounts: 'home' | 'parent' | 'inside';
}

/** Everything that is known about the containers that may use the home. */
interface HomeInputs {
  readonly home: string;
  readonly running: readonly ContainerFact[];
  readonly realPath: (path: string) => string;
  /** Containers that the plan deals with by itself: those with our names. */
  readonly isKnown: (container: ContainerFact) => boolean;
}

/**
 * Who else can write to the home. One-shot containers only look at it, and read-only mounts harm nobody. Each container is
 * listed once, with the mount that matters most.
 */
export function homeUsersOf({ home, running, realPath, isKnown }: HomeInputs): readonly HomeUser[] {
  const realHome = realPath(home);
  const at = ({ source, readOnly }: MountFact): HomeUser['mounts'] | null => {
    const path = realPath(source);
    if (readOnly === true || !path.startsWith('/')) return null;
    if (path === realHome) return 'home';
    if (path.startsWith(`${realHome}/`)) return 'inside';
    return realHome.startsWith(path === '/' ? path : `${path}/`) ? 'parent' : null;
  };
  return running.flatMap((container): HomeUser[] => {
    if (isKnown(container) || isOneShot(container.labels)) return [];
    const users = container.mounts.flatMap((mount): HomeUser[] => {
      const mounts = at(mount);
      return mounts === null ? [] : [{ container, mount, mounts }];
    });
    const user = (['home', 'parent', 'inside'] as const).flatMap((which) =>
      users.filter((it) => it.mounts === which),
    )[0];
    return user === undefined ? [] : [user];
  });
}

/** Another Jenkins with the home: two of them damage it, so nothing may start. */
export const isOtherJenkins = ({ container, mounts }: HomeUser): boolean =>
  mounts !== 'inside' && runsJenkins(container);

/**
 * Whether it must end before a Jenkins starts, though it is none itself. Whoever has the host's root mounted manages the
 * host. What has only a folder of the home counts if it is `younger` than Jenkins and publishes nothing, as a build's.
 */
export function isInTheWay(user: HomeUser, younger: (container: ContainerFact) => boolean): boolean {
  const { container, mount, mounts } = user;
  if (isOtherJenkins(user) || mount.source === '/') return false;
  return mounts !== 'inside' || (container.ports.length === 0 && younger(container));
}

/** The failure that names a container that has the home. */
export function inUse({ container, mount, mounts }: HomeUser, home: string): Failure {
  const how = mounts === 'home' ? 'is' : mounts === 'parent' ? 'contains' : 'is in';
  return homeInUse(
    container.name,
    container.image,
    mount.source === home ? home : `${mount.source}, which ${how} ${home}`,
  );
}
