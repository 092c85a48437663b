import { volumeOf } from '../../shared/home-volume.ts';
import { shellWord } from '../../shared/shell-word.ts';
import { isUsable } from '../observe/locate-home.ts';
import type { ContainerFact } from '../world/engine.ts';
import type { World } from '../world/world.ts';

/** Homes of other Jenkins that can only be copied, and where to. */

/** Docker names a volume like this that was not given a name, and removes it with its container (`docker rm -v`). */
const WITHOUT_NAME = /^[0-9a-f]{64}$/;

/** Why what a container mounts as its home cannot be ours as it is; null: it can. */
export async function whyCopy(source: string, { engine }: World, signal: AbortSignal): Promise<string | null> {
  if (source.startsWith('/')) return null;
  if (WITHOUT_NAME.test(source)) return 'a volume without a name, which Docker removes with its container';
  const fact = await engine.volume(source, signal);
  if (fact === null) return 'a volume that is gone';
  return isUsable(fact) ? null : 'a volume without a lasting folder on this computer';
}

/** Whether a home is a place for a copy: a folder in which nothing is. */
export async function isVacant(home: string, { host }: World): Promise<boolean> {
  if (volumeOf(home) !== null) return false;
  const { kind, empty } = await host.home(home);
  return kind === 'missing' || empty === true;
}

/** How the user copies a home, where this app cannot. */
export const copyOf = ({ name, image }: ContainerFact, source: string): string =>
  `To continue with a copy of it in FOLDER: docker stop ${name} && docker run --rm --user 0 --entrypoint cp -v ${shellWord(`${source}:/from:ro`)} -v FOLDER:/to ${image} -a /from/. /to/ && jenkins-tray config set home FOLDER && jenkins-tray config set others.takeOver ${name}`;
