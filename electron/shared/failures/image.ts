import type { CodedFailure, Sections } from './types.ts';

export const imageSections = {
  'image/base-unavailable': {
    title: 'The base image cannot be pulled',
    meaning: 'The registry did not provide the base image of the Jenkins or DinD image.',
    remedy:
      'Check the network connection, and the image’s name in the settings (`images.…`); `docker pull` shows more.',
  },
  'image/login-needed': {
    title: 'The registry wants a login',
    meaning: 'The base image’s registry refuses pulls without a login, or with the one that docker has (401).',
    remedy: 'Log in with `docker login REGISTRY`, as the user who runs Jenkins Tray, and try again.',
  },
  'image/access-denied': {
    title: 'The registry denies access to the base image',
    meaning: 'The registry knows the login, and it does not allow pulling this image (403).',
    remedy: 'Ask the registry’s administrator for access, log in as another user, or choose another base image.',
  },
  'image/rate-limited': {
    title: 'The registry limits pulls',
    meaning: 'Too many images were pulled from this address or account lately (429); Docker Hub counts per hour.',
    remedy: 'Wait and try again, or log in: Docker Hub allows more with a login.',
  },
  'image/build-failed': {
    title: 'Building an image failed',
    meaning: 'A step of the image’s Dockerfile failed, often the download of a package or plugin.',
    remedy:
      'The last lines of the detail say which step. You can remove a plugin or package of yours from its file (`jenkins-tray plugins edit` for plugins).',
  },
} as const satisfies Sections;

type ImageFailure = CodedFailure<keyof typeof imageSections>;

/** A pull that failed: what was pulled from where, and what registry or engine said. */
interface FailedPull {
  readonly base: string;
  readonly registry: string;
  readonly message: string;
  /** Whether the pull was made with a login. */
  readonly hasLogin: boolean;
}

/** What a failed pull means, by the message: the engine passes on the registry's status in words. */
export function pullFailure({ base, registry, message, hasLogin }: FailedPull): ImageFailure {
  const login = `docker login ${registry === 'docker.io' ? '' : registry}`.trim();
  if (/toomanyrequests|too many requests|rate limit|\b429\b/i.test(message))
    return {
      code: 'image/rate-limited',
      title: `The registry ${registry} limits pulls`,
      detail: message,
      fix: hasLogin ? 'Wait and try again.' : 'Wait and try again, or log in: Docker Hub allows more with a login.',
      ...(hasLogin ? {} : { command: login }),
    };
  if (
    /unauthorized|authentication required|no basic auth credentials|incorrect username or password|\b401\b/i.test(
      message,
    )
  )
    return {
      code: 'image/login-needed',
      title: hasLogin
        ? `The registry ${registry} does not accept your login`
        : `The registry ${registry} wants a login`,
      detail: message,
      fix: 'Log in as the user who runs Jenkins Tray, and try again.',
      command: login,
    };
  if (!/pull access denied/i.test(message) && /\bdenied\b|forbidden|\b403\b/i.test(message))
    return {
      code: 'image/access-denied',
      title: `The registry ${registry} denies access to ${base}`,
      detail: message,
      fix: 'Ask the registry’s administrator for access, log in as another user, or choose another base image.',
      command: login,
    };
  return {
    code: 'image/base-unavailable',
    title: `The base image ${base} cannot be pulled`,
    // The engine's message has the registry's address only.
    detail: `${base}: ${message}`,
    fix: pullFix(message),
    command: `docker pull ${base}`,
  };
}

function pullFix(message: string): string {
  if (/x509|certificate/i.test(message))
    return 'The engine does not trust the registry’s certificate: put its CA into /etc/docker/certs.d on this computer.';
  // A registry does not say whether an image is missing or somebody else's.
  if (/pull access denied/i.test(message))
    return 'Check the image’s name in the settings. If it is private, log in (`docker login`) as the user who runs Jenkins Tray.';
  return 'Check the network connection, and the image’s name in the settings.';
}

/** What our own scripts print before the reason that they stop for. */
const OURS = 'jenkins-tray: ';

/** `lines`: the last lines of the build's output. The reason of our own script, if it has one, comes first. */
export const buildFailed = (image: string, message: string, lines: readonly string[]): ImageFailure => ({
  code: 'image/build-failed',
  title: `Building ${image} failed`,
  detail: [
    ...lines.filter((line) => line.startsWith(OURS) && !line.startsWith(`${OURS}warning`)).slice(-1),
    message,
    ...lines,
  ].join('\n'),
  fix: 'The last lines say which step failed; you can remove a plugin or package of yours from its file.',
});
