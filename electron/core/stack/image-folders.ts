/** Folders of the images that a mount must not hide. */
const IMAGE_FOLDERS = [
  '/bin',
  '/boot',
  '/certs',
  '/dev',
  '/etc',
  '/lib',
  '/lib64',
  '/opt/java',
  '/proc',
  '/root',
  '/run',
  '/sbin',
  '/sys',
  '/tmp',
  '/usr',
  '/var/lib/jenkins-tray/docker',
  '/var/run',
];

/** Where the nested engine has its data, its volumes among them. */
export const DATA_ROOT = '/var/lib/docker';
/** And where, if something is mounted below that: as if it were a volume of its own, a build's `prune` would empty it. */
const OTHER_DATA_ROOT = '/var/lib/jenkins-tray/docker';

/** A folder for the nested engine's data with none of these mounts below it. */
export const dataRootBeside = (mounts: readonly string[]): string =>
  mounts.some((path) => path.startsWith(`${DATA_ROOT}/`)) ? OTHER_DATA_ROOT : DATA_ROOT;

/** Whether a mount at this path would hide what the images need. */
export const hidesImage = (path: string): boolean =>
  ['/', '/opt', '/var', '/var/lib', DATA_ROOT].includes(path) ||
  IMAGE_FOLDERS.some(
    (folder) =>
      path === folder ||
      (folder !== '/tmp' && folder !== '/run' && folder !== '/root' && path.startsWith(`${folder}/`)),
  );
