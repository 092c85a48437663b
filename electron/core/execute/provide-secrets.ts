import { type Failure, failureOf } from '../../shared/failure.ts';
import { noSecrets } from '../../shared/failures/jenkins.ts';
import { SECRETS } from '../stack/stack.ts';
import { POLL_TIMEOUT_MS } from '../world/engine.ts';
import type { Execution } from './execution.ts';

/**
 * Reads a line with the password in base64 from standard input, so that it needs no end of the stream, and puts it into
 * a file that only its owner can read, in one step. $1 folder. Only the Jenkins of a new home waits for it, so no other
 * gets it, nor one that has read it and removed it (`admin-password.read`).
 */
const SCRIPT = `
[ -e "\${JENKINS_HOME:-/var/jenkins_home}/.jenkins-tray/new" ] || exit 0
umask 0377
cd "$1" || exit 1
[ ! -e admin-password ] && [ ! -e admin-password.read ] || exit 0
IFS= read -r content || exit 1
rm -f admin-password.part
printf %s "$content" | base64 -d > admin-password.part && mv -f admin-password.part admin-password
`;

/**
 * Provides the password of a new home's administrator to its running Jenkins, unless it has or had it. Through standard input,
 * since the engine exposes commands and environments to all its users. Returns the failure, or null; throws only when
 * aborted.
 */
export async function provideSecrets(
  container: string,
  { world }: Pick<Execution, 'world'>,
  signal: AbortSignal,
): Promise<Failure | null> {
  try {
    const line = `${Buffer.from(`${await world.secrets.adminPassword()}\n`).toString('base64')}\n`;
    const command = ['sh', '-c', SCRIPT, 'sh', SECRETS];
    const ran = await world.engine.exec(container, command, signal, line, POLL_TIMEOUT_MS);
    return ran.exitCode === 0 ? null : noSecrets(SECRETS, container, `${ran.stdout}${ran.stderr}`);
  } catch (thrown) {
    signal.throwIfAborted();
    return noSecrets(SECRETS, container, failureOf(thrown).detail);
  }
}
