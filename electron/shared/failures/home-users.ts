import { shellWord } from '../shell-word.ts';
import type { CodedFailure, Sections } from './types.ts';

export const homeUserSections = {
  'home/in-use': {
    title: 'Another container is using the home',
    meaning:
      'A running container, usually another Jenkins, can write to the home or to a folder above it. Two Jenkins that share a home damage it. Containers that mount the home read-only are no problem; others that can write to it are stopped with your consent.',
    remedy: 'Stop that container first.',
  },
  'home/host-jenkins': {
    title: 'The Jenkins of this computer could not be stopped',
    meaning:
      'A Jenkins that runs without a container, such as the one from apt (`jenkins.service`), is to be taken over, and this user may not stop it. Jenkins Tray never calls sudo by itself. Nothing was changed.',
    remedy: 'Run the command shown with the failure, then start Jenkins again.',
  },
} as const satisfies Sections;

type HomeUserFailure = CodedFailure<keyof typeof homeUserSections>;

/** `user` and `image`: the container that mounts it; `path`: the home as that container names it. */
export const homeInUse = (user: string, image: string, path: string): HomeUserFailure => ({
  code: 'home/in-use',
  title: `${user} is using the home`,
  detail: `The running container ${user} (${image}) mounts ${path}. Two programs that share a home damage it.`,
  fix: 'Stop that container first.',
  command: `docker stop ${user}`,
});

/** A Jenkins without a container: its unit or war file, and its process. */
interface OfHost {
  readonly name: string;
  readonly unit: string | null;
  readonly pid: number | null;
}
/** Stops it, and keeps its unit from starting again; both need root unless it is this user's own. */
const stopCommand = ({ unit, pid }: OfHost): string =>
  unit === null ? `sudo kill ${pid ?? ''}`.trim() : `sudo systemctl disable --now ${shellWord(unit)}`;

/** `path`: the home as that Jenkins names it. */
export const homeInUseByHost = (jenkins: OfHost, path: string): HomeUserFailure => ({
  code: 'home/in-use',
  title: `${jenkins.name}, a Jenkins of this computer, is using the home`,
  detail: `Process ${jenkins.pid ?? ''} runs on ${path}. Two Jenkins that share a home damage it.`,
  fix: 'Stop it first; its builds end.',
  command: stopCommand(jenkins),
});

/** `message`: why this user could not stop it. */
export const hostJenkinsNotStopped = (jenkins: OfHost, message: string): HomeUserFailure => ({
  code: 'home/host-jenkins',
  title: `${jenkins.name} could not be stopped`,
  detail: message,
  fix: 'Run this command, then start Jenkins again:',
  command: stopCommand(jenkins),
});
