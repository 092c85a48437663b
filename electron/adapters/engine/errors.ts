import type { EngineEndpoint } from '../../core/world/world.ts';
import { type Failure, FailureError } from '../../shared/failure.ts';

/** What dockerode and Node's sockets throw, as far as it tells anything. */
interface Thrown {
  readonly message: string;
  readonly code: string;
  readonly statusCode: number;
}

export function facts(thrown: unknown): Thrown {
  const record: Record<string, unknown> = typeof thrown === 'object' && thrown !== null ? { ...thrown } : {};
  const body =
    typeof record.json === 'object' && record.json !== null && 'message' in record.json
      ? record.json.message
      : undefined;
  const own = thrown instanceof Error ? thrown.message : String(thrown);
  return {
    message: typeof body === 'string' ? body : own,
    code: typeof record.code === 'string' ? record.code : '',
    statusCode: typeof record.statusCode === 'number' ? record.statusCode : 0,
  };
}

/** Ignores an error that means "already in that state", by the engine's HTTP status; throws every other. */
export const unlessStatus =
  (...codes: readonly number[]) =>
  (thrown: unknown): void => {
    if (!(thrown instanceof FailureError && codes.includes(facts(thrown.cause).statusCode))) throw thrown;
  };

/** The Failure that an engine's error means to a user; `doing` completes "Docker could not …". */
export function engineFailure(thrown: unknown, doing: string, endpoint: EngineEndpoint): FailureError {
  if (thrown instanceof FailureError) return thrown;
  const { message, code, statusCode } = facts(thrown);
  return new FailureError(
    connectionFailure(code, message, endpoint) ?? answerFailure(message, statusCode, doing),
    thrown,
  );
}

function connectionFailure(code: string, message: string, { host, context }: EngineEndpoint): Failure | null {
  const where = `${host}${context === 'default' ? '' : ` (Docker context ${context})`}`;
  switch (code) {
    case 'ECONNREFUSED':
    case 'ENOENT':
    case 'ECONNRESET':
    case 'EPIPE':
    case 'ENOTFOUND':
    case 'EHOSTUNREACH':
    case 'ETIMEDOUT':
      return {
        code: 'engine/unreachable',
        title: 'Docker does not answer',
        detail: `${where}: ${message}`,
        fix: 'Start Docker.',
        command: 'sudo systemctl start docker',
      };
    case 'EACCES':
    case 'EPERM':
      return {
        code: 'engine/forbidden',
        title: 'You may not use Docker',
        detail: `${where}: ${message}`,
        fix: 'Join the docker group, then log out and in again.',
        command: 'sudo usermod -aG docker "$USER"',
      };
    default:
      return /socket hang up/.test(message)
        ? {
            code: 'engine/unreachable',
            title: 'Docker went away',
            detail: `${where}: ${message}`,
            fix: 'Start Docker.',
            command: 'sudo systemctl start docker',
          }
        : null;
  }
}

/** What an engine says of a bug of its own, with the public issue that tells of it. */
const BUGS: readonly { readonly says: RegExp; readonly bug: string; readonly fix: string }[] = [
  {
    says: /path escapes from parent|(?:mkdirat|statat|openat) \S+: file exists/,
    bug: 'Docker 29.5 to 29.7, and some distributions’ 28.5, cannot copy files into a container that mounts something below a link such as /var/run (moby#52653, moby#53258).',
    fix: 'Update Docker.',
  },
  {
    says: /namespace \{"time"/,
    bug: 'This Docker needs runc 1.2 or newer, and an older one is installed.',
    fix: 'Update runc (Docker’s own packages have it in containerd.io), then restart Docker.',
  },
];

function answerFailure(message: string, statusCode: number, doing: string): Failure {
  const detail = message.trim();
  const known = BUGS.find(({ says }) => says.test(message));
  if (known !== undefined)
    return {
      code: 'engine/bug',
      title: `Docker could not ${doing}, because of a bug of its own`,
      detail: `${known.bug} It said: ${detail}`,
      fix: known.fix,
    };
  if (/port is already allocated|address already in use/.test(message)) {
    const port = /:(\d+)(?:\/tcp)?(?: failed|:|$)/.exec(message)?.[1];
    return {
      code: 'port/in-use',
      title: port === undefined ? 'A port is taken' : `Port ${port} is taken`,
      detail,
      fix: 'Stop what holds it, or set another port.',
      command: 'jenkins-tray config list',
    };
  }
  if (/driver\/library version mismatch/i.test(message)) {
    return {
      code: 'gpu/driver-mismatch',
      title: 'The NVIDIA driver was updated: reboot required',
      detail,
      fix: 'Reboot the computer.',
      command: 'systemctl reboot',
    };
  }
  if (
    /could not select device driver|nvidia-container-cli|nvidia-container-runtime|CDI device injection/i.test(message)
  ) {
    return {
      code: 'gpu/no-toolkit',
      title: 'Docker cannot give containers a GPU',
      detail,
      fix: 'Install the NVIDIA Container Toolkit and configure Docker for it.',
      command: 'sudo nvidia-ctk runtime configure --runtime=docker && sudo systemctl restart docker',
    };
  }
  if (statusCode === 409 && /already in use by container|name .* is already/i.test(message)) {
    return {
      code: 'name/taken',
      title: 'A container of this name is there already',
      detail,
      fix: 'Look at what it is.',
      command: 'docker ps -a',
    };
  }
  if (/bind source path does not exist|invalid mount config/.test(message)) {
    return {
      code: 'mount/missing',
      title: 'A folder to mount is not there',
      detail,
      fix: 'Mount its disk, or take it out of the settings.',
    };
  }
  if (/client version .* is too|minimum supported API version/.test(message)) {
    return {
      code: 'engine/too-old',
      title: 'Docker and Jenkins Tray do not understand each other',
      detail,
      fix: 'Update Docker.',
    };
  }
  return {
    code: 'engine/error',
    title: `Docker could not ${doing}`,
    detail: statusCode === 0 ? detail : `${detail} (HTTP ${statusCode})`,
  };
}
