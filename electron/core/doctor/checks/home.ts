import type { Failure } from '../../../shared/failure.ts';
import { homeNotAFolder, homeNotWritable, homeReadOnly, homeTooFull } from '../../../shared/failures/home.ts';
import { formatBytes } from '../../../shared/format.ts';
import type { Facts } from '../../observe/facts.ts';
import { oneShotLabels, uniqueOneShotName } from '../../stack/one-shot.ts';
import type { DoctorCheck, Finding, Surroundings } from '../check.ts';

/** Room that a Jenkins needs for a while of builds, bytes. */
const ENOUGH_FREE = 2 * 1024 ** 3;

/** The home is a folder that Jenkins can write to, with room for builds. */
export const homeCheck: DoctorCheck = {
  id: 'home',
  title: 'Home',
  needs: 'engine',
  async run(around, facts, signal) {
    const path = around.world.home;
    const { home } = facts;
    const failed = (failure: Failure): Finding => ({ state: 'failed', detail: path, failure });
    if (home.kind === 'missing')
      return { state: 'warning', detail: `${path} is not there yet; the first start makes it` };
    if (home.kind === 'not-a-folder') return failed(homeNotAFolder(path));
    if (home.readOnly) return failed(homeReadOnly(path));
    const writable = home.writable === true ? true : ((await triedToWrite(around, facts, signal)) ?? home.writable);
    if (writable === false) return failed(homeNotWritable(path, String(home.ownerUid ?? '?')));
    const free = home.freeBytes === null ? null : `${formatBytes(home.freeBytes)} free`;
    if (home.freeBytes !== null && home.freeBytes < ENOUGH_FREE)
      return failed(homeTooFull(path, 'nearly full', `${formatBytes(home.freeBytes)} are free.`));
    const known =
      writable === null ? ': whether Jenkins can write to it is known once its image is built' : ', writable';
    return {
      state: writable === null ? 'skipped' : 'ok',
      detail: `${path}${known}${free === null ? '' : `, ${free}`}`,
    };
  },
};

/** Whether Jenkins' user may write to the home, asked in a one-shot container; null while no image is built. */
async function triedToWrite({ world, names }: Surroundings, { images }: Facts, signal: AbortSignal) {
  const [image] = images;
  if (image === undefined) return null;
  const ran = await world.engine.runOneShot(
    {
      name: uniqueOneShotName(names, world.clock),
      image: image.name,
      command: ['test', '-w', world.home],
      user: '1000',
      binds: [{ source: world.home, target: world.home, readOnly: false }],
      gpus: false,
      labels: oneShotLabels(names),
    },
    signal,
  );
  return ran.exitCode === 0;
}
