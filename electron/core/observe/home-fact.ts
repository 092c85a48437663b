import { type HomeFact, unseenHome } from '../world/host.ts';
import type { World } from '../world/world.ts';
import { boundFolder, isUsable, mountsSomething } from './locate-home.ts';

/** Of a home that was not looked at, since nothing depends on it. */
export const unlookedHome: HomeFact = { ...unseenHome, kind: 'unknown' };

/** What this user can see of a home; of one in a volume, that was looked for. */
export async function homeFact({ host, home, homeVolume, endpoint }: World): Promise<HomeFact> {
  if (homeVolume === undefined) return host.home(home);
  const { fact } = homeVolume;
  if (fact === null) return { ...unseenHome, kind: 'no-volume' };
  if (!isUsable(fact)) return { ...unseenHome, kind: 'unusable-volume' };
  // On an engine elsewhere another folder, or none, has that path here.
  if (endpoint.socket === null) return { ...unseenHome, kind: 'unknown' };
  const bound = boundFolder(fact);
  // While no container uses it, nothing is at its mountpoint.
  if (bound === null && mountsSomething(fact)) return { ...unseenHome, kind: 'unknown' };
  const seen = await host.home(bound ?? fact.mountpoint);
  if (bound !== null) return seen.kind === 'missing' ? { ...seen, kind: 'broken-link' } : seen;
  return seen.kind === 'folder' ? seen : { ...unseenHome, kind: 'unknown' };
}
