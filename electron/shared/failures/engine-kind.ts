import type { CodedFailure, Sections } from './types.ts';

export const engineKindSections = {
  'engine/remapped': {
    title: 'DooD does not work on an engine with a user namespace',
    meaning:
      'The engine runs with `userns-remap`: the containers of builds have other user ids than this computer, so they could not write to a workspace in Jenkins’ home.',
    remedy:
      'Use DinD, whose containers ask for the host’s user ids: `jenkins-tray up dind`. Or remove `userns-remap` from `/etc/docker/daemon.json` and restart Docker, which then has other images and volumes.',
  },
  'engine/rootless': {
    title: 'This Docker runs without root',
    meaning:
      'In a rootless engine, Jenkins’ user 1000 is another user of this computer (one of `/etc/subuid`), which cannot use the files of the home, and the nested engine of DinD gets no devices.',
    remedy:
      'Use the system’s own Docker: `docker context use default`, or `jenkins-tray config set engineContext default`.',
  },
  'engine/snap': {
    title: 'Docker comes from a snap',
    meaning:
      'A snap sees only your home folder, without hidden folders, and no NVIDIA driver of this computer: homes and data mounts elsewhere look empty to it.',
    remedy: 'Install Docker from the distribution or from Docker. [How](first-hour.md#docker-from-a-snap).',
  },
  'engine/podman': {
    title: 'Podman is not supported',
    meaning:
      'The socket belongs to Podman, which answers most of Docker’s requests but cannot build images as this app does, with BuildKit.',
    remedy:
      'Install Docker, and unset `DOCKER_HOST` if it names Podman’s socket. With `podman-docker` installed, `/var/run/docker.sock` is Podman’s.',
  },
} as const satisfies Sections;

type EngineKindFailure = CodedFailure<keyof typeof engineKindSections>;

/** `mode`: the mode's display name. */
export const engineRemapped = (mode: string): EngineKindFailure => ({
  code: 'engine/remapped',
  title: `${mode} does not work on an engine with a user namespace`,
  detail: 'This engine runs with userns-remap, so the containers of builds could not write to their workspaces.',
  fix: 'Use DinD.',
  command: 'jenkins-tray up dind',
});

export const engineRootless = (): EngineKindFailure => ({
  code: 'engine/rootless',
  title: 'This Docker runs without root',
  detail:
    'Jenkins’ user 1000 would be another user of this computer there (one of /etc/subuid), which cannot use the files of the home.',
  fix: 'Use the system’s own Docker.',
  command: 'jenkins-tray config set engineContext default',
});

/** `root`: where the engine keeps its data. */
export const engineFromSnap = (root: string): EngineKindFailure => ({
  code: 'engine/snap',
  title: 'Docker comes from a snap',
  detail: `Its data is in ${root}. It sees only your home folder, without hidden folders, and no GPUs: a home or data mount elsewhere looks empty to it.`,
  fix: 'Install Docker from the distribution instead. Before, save what you need of the snap’s images, containers and volumes: they go with it.',
  command: 'sudo snap remove docker && sudo apt install docker.io',
});

/** `host`: the engine's address; `version`: Podman's. */
export const enginePodman = (host: string, version: string): EngineKindFailure => ({
  code: 'engine/podman',
  title: 'Podman is not supported',
  detail: `${host} is the socket of Podman ${version}, which cannot build images with BuildKit.`,
  fix: 'Install Docker, and unset DOCKER_HOST if it names this socket.',
});
