import { volumeOf } from '../home-volume.ts';
import { shellWord } from '../shell-word.ts';
import type { CodedFailure, Sections } from './types.ts';

export const homeVolumeSections = {
  'home/volume-missing': {
    title: 'The volume of the home does not exist',
    meaning:
      'The setting `home` names a volume (`volume:NAME`) that this engine does not have: it was removed, belongs to another engine (`docker context ls`), or its name was mistyped.',
    remedy:
      'Correct the setting. For a new home in a new volume, create it first: `docker volume create NAME`. Nothing was created in its place.',
  },
  'home/volume-unsuitable': {
    title: 'This volume cannot be Jenkins’ home',
    meaning:
      'A home needs one path, in Jenkins and in the nested engine alike. Only volumes of the driver `local` have one on the engine’s computer (a share, as of NFS, is mounted by that driver too). A volume in memory (`tmpfs`) would lose everything when Jenkins stops.',
    remedy: 'Copy it to a folder, or to a volume of the driver `local`, and choose that as the home.',
  },
} as const satisfies Sections;

type HomeVolumeFailure = CodedFailure<keyof typeof homeVolumeSections>;

/** `home`: the setting. */
export function homeVolumeGone(home: string): HomeVolumeFailure {
  const name = volumeOf(home) ?? home;
  return {
    code: 'home/volume-missing',
    title: `There is no volume ${name}`,
    detail: `The setting home is ${home}, and this engine has no such volume. Nothing was created in its place.`,
    fix: 'Correct the setting, or create the volume for a new home.',
    command: `docker volume create ${shellWord(name)}`,
  };
}

/** `home`: the setting. */
export const homeVolumeUnusable = (home: string): HomeVolumeFailure => ({
  code: 'home/volume-unsuitable',
  title: `The volume ${volumeOf(home) ?? home} cannot be Jenkins’ home`,
  detail: 'It is not one of the driver local, or is kept in memory only, so it has no lasting folder for Jenkins.',
  fix: 'Copy it to a folder, and choose that as the home.',
  command: 'jenkins-tray config set home /srv/jenkins_home',
});
