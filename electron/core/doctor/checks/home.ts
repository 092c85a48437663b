import type { Failure } from '../../../shared/failure.ts';
import {
  homeLinkBroken,
  homeNotAFolder,
  homeNotWritable,
  homeReadOnly,
  homeTooFull,
  homeUnresponsive,
} from '../../../shared/failures/home.ts';
import { homeVolumeGone, homeVolumeUnusable } from '../../../shared/failures/home-volume.ts';
import { formatBytes } from '../../../shared/format.ts';
import type { Facts } from '../../observe/facts.ts';
import { oneShotLabels, uniqueOneShotName } from '../../stack/one-shot.ts';
import type { HomeFact } from '../../world/host.ts';
import type { CheckInputs, DoctorCheck, Finding } from '../check.ts';

/** Space for builds below which the check fails. */
const MIN_FREE_BYTES = 2 * 1024 ** 3;

/** The home is a folder that Jenkins can write to, with space for builds. */
const homeCheck: DoctorCheck = {
  id: 'home',
  title: 'Home',
  needs: 'engine',
  async run(inputs, facts, signal) {
    const path = inputs.world.home;
    const { home } = facts;
    const failed = (failure: Failure): Finding => ({ state: 'failed', detail: path, failure });
    if (home.kind === 'missing')
      return { state: 'warning', detail: `${path} does not exist yet; the first start creates it` };
    const wrong = whatIsWrong(home, path);
    if (wrong !== null) return failed(wrong);
    const writable = home.writable === true ? true : ((await tryToWrite(inputs, facts, signal)) ?? home.writable);
    if (writable === false) return failed(homeNotWritable(path, String(home.ownerUid ?? '?')));
    const free = home.freeBytes === null ? null : `${formatBytes(home.freeBytes)} free`;
    if (home.freeBytes !== null && home.freeBytes < MIN_FREE_BYTES)
      return failed(homeTooFull(path, 'nearly full', `${formatBytes(home.freeBytes)} are free.`));
    const known = writable === null ? ': write access can be checked once its image is built' : ', writable';
    return {
      state: writable === null ? 'skipped' : 'ok',
      detail: `${path}${known}${free === null ? '' : `, ${free}`}`,
    };
  },
};

/** What is wrong with the home as it is seen from the host; null: nothing. */
function whatIsWrong({ kind, readOnly }: HomeFact, path: string): Failure | null {
  if (kind === 'no-volume') return homeVolumeGone(path);
  if (kind === 'unusable-volume') return homeVolumeUnusable(path);
  if (kind === 'unresponsive') return homeUnresponsive(path);
  if (kind === 'broken-link') return homeLinkBroken(path);
  if (kind === 'not-a-folder') return homeNotAFolder(path);
  return readOnly ? homeReadOnly(path) : null;
}

/** Whether Jenkins' user can write to the home, checked in a one-shot container; null while no image is built. */
async function tryToWrite({ world, names }: CheckInputs, { images }: Facts, signal: AbortSignal) {
  const [image] = images;
  if (image === undefined) return null;
  const ran = await world.engine.runOneShot(
    {
      name: uniqueOneShotName(names, world.clock),
      image: image.name,
      command: ['test', '-w', world.home],
      user: '1000',
      binds: [{ source: world.homeVolume?.name ?? world.home, target: world.home, readOnly: false }],
      gpus: false,
      labels: oneShotLabels(names),
    },
    signal,
  );
  return ran.exitCode === 0;
}

/** In display order. */
export const homeChecks: readonly DoctorCheck[] = [homeCheck];
