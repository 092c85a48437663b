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
import { homeBind, oneShotLabels, uniqueOneShotName } from '../../stack/one-shot.ts';
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
    const seen = home.writable === true ? null : await lookInside(inputs, facts, signal);
    const writable = seen?.writable ?? home.writable;
    if (writable === false) return failed(homeNotWritable(path, String(home.ownerUid ?? '?')));
    const freeBytes = home.freeBytes ?? seen?.freeBytes ?? null;
    const free = freeBytes === null ? null : `${formatBytes(freeBytes)} free`;
    if (freeBytes !== null && freeBytes < MIN_FREE_BYTES)
      return failed(homeTooFull(path, 'nearly full', `${formatBytes(freeBytes)} are free.`));
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

/** What Jenkins' user sees of a home that this one does not: whether it can be written, and the free space in bytes. */
interface Inside {
  readonly writable: boolean;
  readonly freeBytes: number | null;
}

/** A file system that does not know its own size says 0 blocks. */
const LOOK_INSIDE = 'test -w "$0" || exit 1; stat -fc "free %a %S %b" "$0" 2>/dev/null || true';

/** Looks in a one-shot container; null while no image is built. */
async function lookInside(
  { world, names }: CheckInputs,
  { images }: Facts,
  signal: AbortSignal,
): Promise<Inside | null> {
  const [image] = images;
  if (image === undefined) return null;
  const { exitCode, stdout } = await world.engine.runOneShot(
    {
      name: uniqueOneShotName(names, world.clock),
      image: image.name,
      command: ['sh', '-c', LOOK_INSIDE, world.home],
      user: '1000',
      binds: [homeBind(world.home, world, false)],
      gpus: false,
      labels: oneShotLabels(names),
    },
    signal,
  );
  const [, available, size, blocks] = /^free (\d+) (\d+) (\d+)$/m.exec(stdout) ?? [];
  const isKnown = blocks !== undefined && Number(blocks) > 0;
  return { writable: exitCode === 0, freeBytes: isKnown ? Number(available) * Number(size) : null };
}

/** In display order. */
export const homeChecks: readonly DoctorCheck[] = [homeCheck];
