import type { CodedFailure, Sections } from './types.ts';

export const dindSections = {
  'dind/unhealthy': {
    title: 'The nested engine cannot be used',
    meaning: 'The Docker engine inside the DinD container did not start, or Jenkins and its builds cannot reach it.',
    remedy: 'Read its log with `jenkins-tray logs dind`, and see `jenkins-tray doctor`.',
  },
  'dind/storage': {
    title: 'The disk of the nested engine does not suit it',
    meaning:
      'The nested engine keeps images in layers (overlay2, else fuse-overlayfs). Some disks take neither: FAT, XFS made with ftype=0, ZFS before 2.2, some network shares. Then it copies whole images (vfs), which is slow and takes much space; where owners or links are missing, as on FAT, it cannot start.',
    remedy:
      'Move Docker’s data (`data-root` in `/etc/docker/daemon.json`) to ext4, or XFS with ftype=1. `jenkins-tray config set nested.storageDriver DRIVER` chooses a driver; its store is then empty at first.',
  },
  'dind/network': {
    title: 'Builds in DinD have network problems',
    meaning:
      'The nested network’s MTU is above the host’s, so large transfers stall, or the nested engine cannot resolve host names.',
    remedy: 'Set `nested.mtu` or `nested.dns` as the failure says, then bring DinD up again.',
  },
} as const satisfies Sections;

type DindFailure = CodedFailure<keyof typeof dindSections>;

export const nestedEngineDown = (container: string, message: string): DindFailure => ({
  code: 'dind/unhealthy',
  title: 'The nested engine did not start',
  detail: message,
  fix: 'Its log says why; its last lines are above.',
  command: `docker logs ${container}`,
});

/** `reasons`: the start script's line about what it tried. */
export const noStorageDriver = (reasons: string): DindFailure => ({
  code: 'dind/storage',
  title: 'The nested engine cannot store images on Docker’s disk',
  detail: reasons,
  fix: 'Move Docker’s data (data-root) to a disk with ext4, or XFS with ftype=1.',
});

/** dockerd refused the storage driver that it was given; `message`: its own. */
export const storageDriverRefused = (message: string): DindFailure => ({
  code: 'dind/storage',
  title: 'The nested engine cannot use its storage driver',
  detail: message,
  fix: 'Let it take what works on this disk; images in another driver’s store are not carried over.',
  command: 'jenkins-tray config set nested.storageDriver auto',
});

export const storageSlow = (): DindFailure => ({
  code: 'dind/storage',
  title: 'Images in DinD take much time and space',
  detail: 'Docker’s disk does not take layers, so the nested engine copies whole images (storage driver vfs).',
  fix: 'Move Docker’s data (data-root) to a disk with ext4, or XFS with ftype=1.',
});

export const nestedEngineUnreached = (): DindFailure => ({
  code: 'dind/unhealthy',
  title: 'Jenkins could not reach the nested engine',
  detail: 'It gave up waiting for the nested engine.',
  fix: 'Try again; if that does not help, look at the nested engine’s log.',
  command: 'jenkins-tray logs dind',
});

export const clientCertificateMissing = (message: string): DindFailure => ({
  code: 'dind/unhealthy',
  title: 'The nested engine has no client certificate',
  detail: message,
  fix: 'Its log may say why.',
  command: 'jenkins-tray logs dind',
});

export const stepsWithoutEngine = (message: string): DindFailure => ({
  code: 'dind/unhealthy',
  title: 'Pipeline steps cannot reach their Docker engine',
  detail: message,
  fix: 'See what else is wrong.',
  command: 'jenkins-tray doctor',
});

/** Both in bytes. */
export const mtuTooLarge = (inside: number, outside: number): DindFailure => ({
  code: 'dind/network',
  title: 'Connections from builds may stall',
  detail: `The MTU is ${inside} in DinD and ${outside} on the host.`,
  fix: 'Set the MTU, then bring DinD up again.',
  command: `jenkins-tray config set nested.mtu ${outside}`,
});

export const namesUnresolved = (): DindFailure => ({
  code: 'dind/network',
  title: 'Builds may not resolve host names',
  detail: 'A container in DinD did not resolve an internet host name within 5 s; the DinD container itself did.',
  fix: 'Set the DNS servers of your network, then bring DinD up again.',
  command: `jenkins-tray config set nested.dns '["192.168.1.1"]'`,
});
