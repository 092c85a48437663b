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
  '/var/lib/docker',
  '/var/run',
];

/** Whether a mount at this path would hide what the images need. */
export const hidesImage = (path: string): boolean =>
  path === '/' ||
  path === '/var' ||
  path === '/opt' ||
  IMAGE_FOLDERS.some(
    (folder) =>
      path === folder ||
      (folder !== '/tmp' && folder !== '/run' && folder !== '/root' && path.startsWith(`${folder}/`)),
  );
