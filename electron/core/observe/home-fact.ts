import type { HomeFact } from '../world/host.ts';
import type { World } from '../world/world.ts';
import { boundFolder, isUsable, mountsSomething } from './locate-home.ts';

const unseen: Omit<HomeFact, 'kind'> = {
  ownerUid: null,
  writable: null,
  readOnly: false,
  empty: null,
  marked: null,
  fresh: null,
  version: null,
  freeBytes: null,
};

/** What this user can see of a home; of one in a volume, that was looked for. */
export async function homeFact({ host, home, homeVolume, endpoint }: World): Promise<HomeFact> {
  if (homeVolume === undefined) return host.home(home);
  const { fact } = homeVolume;
  if (fact === null) return { ...unseen, kind: 'no-volume' };
  if (!isUsable(fact)) return { ...unseen, kind: 'unusable-volume' };
  // On an engine elsewhere another folder, or none, has that path here.
  if (endpoint.socket === null) return { ...unseen, kind: 'unknown' };
  const bound = boundFolder(fact);
  // While no container uses it, nothing is at its mountpoint.
  if (bound === null && mountsSomething(fact)) return { ...unseen, kind: 'unknown' };
  const seen = await host.home(bound ?? fact.mountpoint);
  if (bound !== null) return seen.kind === 'missing' ? { ...seen, kind: 'broken-link' } : seen;
  return seen.kind === 'folder' ? seen : { ...unseen, kind: 'unknown' };
}
