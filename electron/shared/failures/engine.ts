import type { Sections, Words } from './words.ts';

export const engineSections = {
  'engine/unreachable': {
    title: 'Docker does not answer',
    meaning: 'Nothing listens at the address of the engine, or the connection broke. Usually Docker is not running.',
    remedy: 'Start Docker: `sudo systemctl start docker`.',
  },
  'engine/forbidden': {
    title: 'You may not use Docker',
    meaning: 'The engine’s socket belongs to a group that you are not in, or not yet in this login.',
    remedy: 'Join the group with `sudo usermod -aG docker "$USER"`, then log out and in again.',
  },
  'engine/too-old': {
    title: 'This Docker version is not compatible',
    meaning: 'Docker 20.10 (API 1.41) or newer is needed.',
    remedy: 'Update Docker.',
  },
  'engine/timeout': {
    title: 'Docker takes too long',
    meaning: 'The engine accepted a request and did not complete it in time; it may hang.',
    remedy:
      'See whether `docker ps` answers. If it does not, restart Docker; containers without a restart policy then stay stopped.',
  },
  'engine/error': {
    title: 'Docker refused a request',
    meaning: 'The engine answered with an error that has no section of its own; its words are in the detail.',
    remedy: 'Read the engine’s words, then try again.',
  },
  'engine/bug': {
    title: 'A bug of Docker’s own',
    meaning: 'This version of Docker has a known bug; the detail names it.',
    remedy: 'Update Docker, or the part of it that the fix names.',
  },
} as const satisfies Sections;

type EngineFailure = Words<keyof typeof engineSections>;

/** `evidence`: where, and what the connection said. */
export const engineUnreachable = (evidence: string): EngineFailure => ({
  code: 'engine/unreachable',
  title: 'Docker does not answer',
  detail: evidence,
  fix: 'Start Docker.',
  command: 'sudo systemctl start docker',
});

/** The connection was there and broke. */
export const engineWentAway = (evidence: string): EngineFailure => ({
  ...engineUnreachable(evidence),
  title: 'The connection to Docker broke',
});

export const engineForbidden = (evidence: string): EngineFailure => ({
  code: 'engine/forbidden',
  title: 'You may not use Docker',
  detail: evidence,
  fix: 'Join the docker group, then log out and in again.',
  command: 'sudo usermod -aG docker "$USER"',
});

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

/** The engine itself refused the version of its API that was asked for. */
export const engineIncompatible = (said: string): EngineFailure => ({
  code: 'engine/too-old',
  title: 'This Docker version is not compatible',
  detail: said,
  fix: 'Update Docker.',
});

/** `doing` completes "It did not …", `ms` is the deadline. */
export const engineTimeout = (doing: string, ms: number, host: string): EngineFailure => ({
  code: 'engine/timeout',
  title: 'Docker takes too long',
  detail: `It did not ${doing} within ${ms / 1000} s (${host}).`,
  fix: 'See whether Docker hangs, and restart it if so; containers without a restart policy then stay stopped.',
  command: 'sudo systemctl restart docker',
});

/** `doing` completes "Docker could not …". */
export const engineError = (doing: string, said: string): EngineFailure => ({
  code: 'engine/error',
  title: `Docker could not ${doing}`,
  detail: said,
});

export const containerGone = (container: string): EngineFailure => ({
  code: 'engine/error',
  title: `${container} is gone`,
  detail: 'Somebody removed it in the meantime.',
  fix: 'Try again.',
});

export const socketGroupUnknown = (socket: string, said: string): EngineFailure => ({
  code: 'engine/error',
  title: 'The group of Docker’s socket cannot be read',
  detail: `${socket}: ${said}`,
});

/** `mode`: its name. */
export const engineElsewhere = (mode: string, host: string): EngineFailure => ({
  code: 'engine/error',
  title: `${mode} needs an engine on this computer`,
  detail: `The engine is at ${host}, and Jenkins could not reach it through a socket.`,
  fix: 'Use DinD, or an engine with a local socket.',
  command: 'jenkins-tray up dind',
});

const bug = (doing: string, what: string, said: string, fix: string): EngineFailure => ({
  code: 'engine/bug',
  title: `Docker could not ${doing}, because of a bug of its own`,
  detail: `${what} It said: ${said}`,
  fix,
});

/** Public issues: moby#52653, moby#53258. */
export const engineCannotCopy = (doing: string, said: string): EngineFailure =>
  bug(
    doing,
    'Docker 29.5 to 29.7, and some distributions’ 28.5, cannot copy files into a container that mounts something below a link such as /var/run (moby#52653, moby#53258).',
    said,
    'Update Docker.',
  );

export const runcTooOld = (doing: string, said: string): EngineFailure =>
  bug(
    doing,
    'This Docker needs runc 1.2 or newer, and an older one is installed.',
    said,
    'Update runc (Docker’s own packages have it in containerd.io), then restart Docker.',
  );
