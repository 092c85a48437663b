import { shellWord } from '../shell-word.ts';
import type { CodedFailure, Sections } from './types.ts';

export const engineSections = {
  'engine/unreachable': {
    title: 'Docker does not answer',
    meaning: 'Nothing listens at the address of the engine, or the connection broke. Usually Docker is not running.',
    remedy: 'Start Docker: `sudo systemctl start docker`.',
  },
  'engine/forbidden': {
    title: 'You do not have permission to use Docker',
    meaning: 'The engine’s socket belongs to a group that you are not in, or not yet in this login, or to root alone.',
    remedy:
      'Join the group with `sudo usermod -aG docker "$USER"`, then log out and in again; where your login lingers, restart the computer. [Each case](first-hour.md#you-may-not-use-docker).',
  },
  'engine/too-old': {
    title: 'This Docker version is not compatible',
    meaning: 'Docker 20.10 (API 1.41) or newer is needed.',
    remedy: 'Update Docker.',
  },
  'engine/timeout': {
    title: 'Docker takes too long to respond',
    meaning: 'The engine accepted a request and did not complete it in time; it may be hanging.',
    remedy:
      'Check whether `docker ps` responds. If it does not, restart Docker; containers without a restart policy then stay stopped.',
  },
  'engine/error': {
    title: 'Docker refused a request',
    meaning: 'The engine returned an error that has no section here; its message is in the detail.',
    remedy: 'Read the engine’s message, then try again.',
  },
  'engine/no-socket': {
    title: 'DooD needs an engine on this computer',
    meaning: 'The engine is reached over the network, and Jenkins in DooD could not reach it through a socket.',
    remedy: 'Use DinD, or an engine with a local socket.',
  },
  'engine/disk-full': {
    title: 'The disk of Docker is full',
    meaning:
      'The engine had no space left on the disk of its images, containers and volumes, usually `/var/lib/docker`.',
    remedy:
      'Free some space: `docker system df` shows what takes it, `docker image prune` removes images without a name. Then try again.',
  },
  'engine/watches-used-up': {
    title: 'The system has no file watches left',
    meaning:
      'Each user may have a limited number of inotify instances and open files, and other programs, such as editors, hold them all.',
    remedy: 'Raise the limit: `sudo sysctl fs.inotify.max_user_instances=1024`, or close those programs.',
  },
  'engine/bug': {
    title: 'A known bug in Docker',
    meaning: 'This version of Docker has a known bug; the detail names it.',
    remedy: 'Update Docker, or the part of it that the fix names.',
  },
} as const satisfies Sections;

type EngineFailure = CodedFailure<keyof typeof engineSections>;

/** `evidence`: the address and the connection's error. */
export const engineUnreachable = (evidence: string): EngineFailure => ({
  code: 'engine/unreachable',
  title: 'Docker does not answer',
  detail: evidence,
  fix: 'Start Docker.',
  command: 'sudo systemctl start docker',
});

/** An open connection broke. */
export const engineDisconnected = (evidence: string): EngineFailure => ({
  ...engineUnreachable(evidence),
  title: 'The connection to Docker broke',
});

/** Why a socket may not be used. `earlier-login`: since the group was joined after it; `lingering`: and it survives a logout. */
export type SocketAccess =
  | { readonly kind: 'no-member' | 'earlier-login' | 'lingering'; readonly group: string }
  | { readonly kind: 'no-group'; readonly isSnap: boolean };

export const engineForbidden = (evidence: string, access: SocketAccess): EngineFailure => ({
  code: 'engine/forbidden',
  title: 'You do not have permission to use Docker',
  ...accessWords(evidence, access),
});

type Words = Pick<EngineFailure, 'detail' | 'fix' | 'command'>;

function accessWords(evidence: string, access: SocketAccess): Words {
  if (access.kind === 'no-group') return withoutGroup(evidence, access.isSnap);
  const { group } = access;
  const words: Readonly<Record<typeof access.kind, Words>> = {
    'no-member': {
      detail: `${evidence}\nYou are not in the group ${group}.`,
      fix: `Join the ${group} group, then log out and in again.`,
      command: `sudo usermod -aG ${shellWord(group)} "$USER"`,
    },
    'earlier-login': {
      detail: `${evidence}\nYou are in the group ${group}, but joined it after this login.`,
      fix: 'Log out and in again. In a terminal, this helps at once:',
      command: `newgrp ${shellWord(group)}`,
    },
    lingering: {
      detail: `${evidence}\nYou are in the group ${group}, but joined it after this login, and your programs go on after a logout (lingering).`,
      fix: 'Restart the computer.',
      command: 'sudo reboot',
    },
  };
  return words[access.kind];
}

function withoutGroup(evidence: string, isSnap: boolean): Words {
  const restart = isSnap ? 'sudo snap restart docker' : 'sudo systemctl restart docker.socket docker';
  return {
    detail: `${evidence}\nThe socket belongs to root alone: there was no group docker when Docker${isSnap ? ', which comes from a snap,' : ''} started.`,
    fix: 'Create the group, join it, and restart Docker; then log out and in again.',
    command: `sudo groupadd --force --system docker && sudo usermod -aG docker "$USER" && ${restart}`,
  };
}

export const engineTooOld = (found: {
  readonly version: string;
  readonly apiVersion: string;
  readonly minApi: string;
}): EngineFailure => ({
  code: 'engine/too-old',
  title: `Docker ${found.version} is too old`,
  detail: `Its API is ${found.apiVersion}; ${found.minApi} (Docker 20.10) is needed.`,
  fix: 'Update Docker.',
  command: 'sudo apt-get install --only-upgrade docker-ce',
});

/** The engine refused the requested API version. */
export const engineIncompatible = (message: string): EngineFailure => ({
  code: 'engine/too-old',
  title: 'This Docker version is not compatible',
  detail: message,
  fix: 'Update Docker.',
});

/** `doing` completes "It did not …", `ms` is the deadline. */
export const engineTimeout = (doing: string, ms: number, host: string): EngineFailure => ({
  code: 'engine/timeout',
  title: 'Docker takes too long to respond',
  detail: `It did not ${doing} within ${ms / 1000} s (${host}).`,
  fix: 'Check whether Docker hangs, and restart it if so; containers without a restart policy then stay stopped.',
  command: 'sudo systemctl restart docker',
});

/** `doing` completes "Docker could not …". */
export const engineError = (doing: string, message: string): EngineFailure => ({
  code: 'engine/error',
  title: `Docker could not ${doing}`,
  detail: message,
});

/** `doing` completes "Docker could not …". */
export const engineDiskFull = (doing: string, message: string): EngineFailure => ({
  code: 'engine/disk-full',
  title: `Docker could not ${doing}: its disk is full`,
  detail: message,
  fix: 'Free some space on the disk of Docker, then try again.',
  command: 'docker system df',
});

/** `doing` completes "Docker could not …". */
export const watchesUsedUp = (doing: string, message: string): EngineFailure => ({
  code: 'engine/watches-used-up',
  title: `Docker could not ${doing}: the system has no file watches left`,
  detail: message,
  fix: 'Raise the limit, or close programs that watch many files, such as editors.',
  command: 'sudo sysctl fs.inotify.max_user_instances=1024',
});

export const containerGone = (container: string): EngineFailure => ({
  code: 'engine/error',
  title: `${container} is gone`,
  detail: 'It was removed in the meantime.',
  fix: 'Try again.',
});

/** A removal that somebody began has not ended within `seconds`. */
export const removalUnfinished = (container: string, seconds: number): EngineFailure => ({
  code: 'engine/error',
  title: `${container} is still being removed`,
  detail: `Its removal has not ended within ${seconds} s; something may still use its files.`,
  fix: 'Try again; if that does not help, restart Docker.',
  command: 'sudo systemctl restart docker',
});

export const socketGroupUnknown = (socket: string, message: string): EngineFailure => ({
  code: 'engine/error',
  title: 'The group of Docker’s socket cannot be read',
  detail: `${socket}: ${message}`,
});

/** `mode`: the mode's display name. */
export const engineWithoutSocket = (mode: string, host: string): EngineFailure => ({
  code: 'engine/no-socket',
  title: `${mode} needs an engine on this computer`,
  detail: `The engine is at ${host}, and Jenkins could not reach it through a socket.`,
  fix: 'Use DinD, or an engine with a local socket.',
  command: 'jenkins-tray up dind',
});

const bug = (doing: string, what: string, message: string, fix: string): EngineFailure => ({
  code: 'engine/bug',
  title: `Docker could not ${doing}, because of a known bug`,
  detail: `${what} Its message: ${message}`,
  fix,
});

/** Public issues: moby#52653, moby#53258. */
export const engineCannotCopy = (doing: string, message: string): EngineFailure =>
  bug(
    doing,
    'Docker 29.5 to 29.7, and some distributions’ 28.5, cannot copy files into a container that has a mount below a link such as /var/run (moby#52653, moby#53258).',
    message,
    'Update Docker.',
  );

export const runcTooOld = (doing: string, message: string): EngineFailure =>
  bug(
    doing,
    'This Docker needs runc 1.2 or newer, and an older one is installed.',
    message,
    'Update runc (Docker’s own packages have it in containerd.io), then restart Docker.',
  );
