import { type Failure, failureOf } from '../../shared/failure.ts';
import { noSecrets } from '../../shared/failures/jenkins.ts';
import { secretFiles } from '../stack/casc.ts';
import { SECRETS } from '../stack/stack.ts';
import { POLL_TIMEOUT_MS } from '../world/engine.ts';
import type { Execution } from './execution.ts';

/**
 * Reads files from standard input up to an empty line, so that it needs no end of the stream: alternating lines of a name
 * and its content in base64. Each file is created atomically and readable only by its owner; the last one signals that all
 * are complete. $1 folder, $2 the last file. Only the Jenkins of a new home waits for them, so no other gets them.
 */
const SCRIPT = `
[ -e "\${JENKINS_HOME:-/var/jenkins_home}/.jenkins-tray/new" ] || exit 0
umask 0377
cd "$1" || exit 1
[ ! -e "$2" ] || exit 0
while IFS= read -r name && [ -n "$name" ] && IFS= read -r content; do
  rm -f "$name.part"
  printf %s "$content" | base64 -d > "$name.part" && mv -f "$name.part" "$name" || exit 1
done
`;

/**
 * Provides the secrets of a new home to its running Jenkins, unless it has them. Through standard input, since the engine
 * exposes commands and environments to all its users. `url`: Jenkins' page. Returns the failure, or null; throws only
 * when aborted.
 */
export async function provideSecrets(
  container: string,
  url: string,
  { world, settings }: Execution,
  signal: AbortSignal,
): Promise<Failure | null> {
  try {
    const files = secretFiles(await world.secrets.adminPassword(), `${url}/`, settings.jenkins.executors);
    const lines = files.map(({ name, content }) => `${name}\n${Buffer.from(content).toString('base64')}\n`);
    const command = ['sh', '-c', SCRIPT, 'sh', SECRETS, files.at(-1)?.name ?? ''];
    const ran = await world.engine.exec(container, command, signal, `${lines.join('')}\n`, POLL_TIMEOUT_MS);
    return ran.exitCode === 0 ? null : noSecrets(SECRETS, container, `${ran.stdout}${ran.stderr}`.trim());
  } catch (thrown) {
    signal.throwIfAborted();
    return noSecrets(SECRETS, container, failureOf(thrown).detail);
  }
}
