import { watch } from 'node:fs';
import { join } from 'node:path';
import type { BuildFollower } from '../core/world/host.ts';
import type { PathLook } from './path-look.ts';

/** The script of the image (drain.groovy) makes it, and gives it a new time when what runs or waits changes. */
const FILE = '.jenkins-tray/builds-changed';
/** Where the kernel reports each change; on a share it does not report those of other computers. As in the image's keep-home. */
const LOCAL_DISKS = new Set(['ext2/ext3', 'xfs', 'btrfs', 'zfs', 'f2fs', 'tmpfs', 'overlayfs']);

/**
 * Calls back when the Jenkins of a container reports that its builds or its queue have changed. Returns a function that ends
 * it; null: that Jenkins reports nothing, as one of an older image, or this user or computer would not see it.
 */
export async function followBuilds(
  home: string,
  container: string,
  { changed, ended }: BuildFollower,
  look: PathLook,
): Promise<(() => void) | null> {
  // The file has the container's own name, which is the beginning of its id. Builds can write to the home: a link may lead
  // to a disk that hangs.
  const script = `cd "$1" && [ ! -L .jenkins-tray ] && [ ! -L ${FILE} ] && [ -f ${FILE} ] && stat -f -c %T ${FILE} && head -c 64 ${FILE}`;
  const found = await look(home, script).catch(() => null);
  if (found?.exitCode !== 0) return null;
  const [disk = '', name = ''] = found.stdout.split('\n');
  if (!LOCAL_DISKS.has(disk) || !/^[0-9a-f]{12,64}$/.test(name) || !container.startsWith(name)) return null;
  try {
    // That disk has just answered.
    const watcher = watch(join(home, FILE), { persistent: false }, (event) => {
      if (event === 'change') return changed();
      // Removed, as by the script at its end, or replaced.
      watcher.close();
      ended();
    });
    watcher.on('error', () => {
      watcher.close();
      ended();
    });
    return () => watcher.close();
  } catch {
    return null; // All inotify instances of this user are taken, as by editors, or it was removed just now.
  }
}
