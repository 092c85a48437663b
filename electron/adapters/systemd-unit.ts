import { isOnPath } from './on-path.ts';

/** A systemd unit of a Jenkins, as `systemctl show` tells every user. */
export interface Unit {
  readonly name: string;
  readonly enabled: boolean;
  /** Of its main process; null: it is not active. */
  readonly pid: number | null;
  readonly user: string;
  /** `JENKINS_HOME` and `JENKINS_PORT` of its environment. */
  readonly home: string | null;
  readonly port: number | null;
}

const TIMEOUT_MS = 3000;
/** Stopping Jenkins saves its builds; its own unit allows 90 s. */
const STOP_TIMEOUT_MS = 120_000;
const PROPERTIES = ['LoadState', 'ActiveState', 'UnitFileState', 'MainPID', 'User', 'Environment', 'ExecStart'];
/** A unit that starts a container: its Jenkins is seen there, and has its home there. */
const STARTS_CONTAINER = /^ExecStart=.*\b(docker|podman|nerdctl|docker-compose|jenkins-tray)(?= )/m;
/** Of Jenkins' own packages. */
const PACKAGED = { home: '/var/lib/jenkins', port: 8080 };

interface Ran {
  readonly code: number | null;
  readonly output: string;
}

/** Runs `systemctl`, which asks for no password; a code of null: it is not there, or did not end in time. */
async function systemctl(args: readonly string[], env: NodeJS.ProcessEnv, timeout: number): Promise<Ran> {
  if (!isOnPath('systemctl', env)) return { code: null, output: 'systemctl is not on the PATH' };
  const { execFile } = await import('node:child_process');
  return new Promise((resolve) => {
    const child = execFile('systemctl', ['--no-ask-password', ...args], { env, timeout }, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode, output: `${stdout}${stderr}` }),
    );
  });
}

/** The unit with this name; null if there is none, or no systemd, or if it starts a container. */
export async function unitNamed(name: string, env: NodeJS.ProcessEnv): Promise<Unit | null> {
  const { code, output } = await systemctl(['show', name, `--property=${PROPERTIES.join()}`], env, TIMEOUT_MS);
  const value = (of: string): string => new RegExp(`^${of}=(.*)$`, 'm').exec(output)?.[1] ?? '';
  if (code !== 0 || value('LoadState') !== 'loaded' || STARTS_CONTAINER.test(output)) return null;
  const variable = (of: string): string | undefined =>
    new RegExp(`(?:^|[ "])${of}=([^ "]+)`).exec(value('Environment'))?.[1];
  const pid = Number(value('MainPID'));
  const active = /^(active|activating|reloading|deactivating)$/.test(value('ActiveState'));
  const port = Number(variable('JENKINS_PORT') ?? PACKAGED.port);
  return {
    name,
    enabled: /^enabled/.test(value('UnitFileState')),
    pid: active && pid > 0 ? pid : null,
    user: value('User'),
    home: variable('JENKINS_HOME') ?? (name === 'jenkins.service' ? PACKAGED.home : null),
    port: port > 0 ? port : null,
  };
}

/** Stops a unit and keeps it from starting again; returns what systemctl said if it could not, null: done. */
export async function disableUnit(name: string, env: NodeJS.ProcessEnv): Promise<string | null> {
  const { code, output } = await systemctl(['disable', '--now', name], env, STOP_TIMEOUT_MS);
  return code === 0 ? null : output.trim() || `systemctl ended with ${code ?? 'no answer in time'}`;
}
