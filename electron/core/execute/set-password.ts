import { FailureError } from '../../shared/failure.ts';
import { passwordNotChanged, passwordNotTaken } from '../../shared/failures/jenkins-password.ts';
import { SECRETS } from '../stack/stack.ts';
import type { EngineClient } from '../world/engine.ts';

/** Longest until Jenkins has taken a password, s. */
const MAX_WAIT_S = 20;

/**
 * Gives the script of our image (password.groovy) a password, which is read from standard input as a line of
 * base64, and prints what it says. $1 folder. Exit code 3: no such script.
 */
const SCRIPT = `
cd "$1" 2>/dev/null && [ -e takes-passwords ] || exit 3
umask 0377
IFS= read -r content || exit 1
rm -f password-set password-given
printf %s "$content" | base64 -d > password-given && mv -f password-given password-new || exit 1
end=$(($(date +%s) + ${MAX_WAIT_S}))
until [ -e password-set ]; do
  [ "$(date +%s)" -lt "$end" ] || { rm -f password-new; echo 'it did not answer'; exit 1; }
  sleep 0.1
done
cat password-set
rm -f password-set
`;

/**
 * Sets the password of the administrator in a running Jenkins of ours, which needs no login. The password is in no command.
 * Throws `jenkins/password-not-changed`.
 */
export async function setPassword(
  engine: EngineClient,
  container: string,
  password: string,
  signal: AbortSignal,
): Promise<void> {
  const line = `${Buffer.from(`${password}\n`).toString('base64')}\n`;
  const command = ['sh', '-c', SCRIPT, 'sh', SECRETS];
  const { exitCode, stdout, stderr } = await engine.exec(container, command, signal, line, (MAX_WAIT_S + 10) * 1000);
  if (exitCode === 3) throw new FailureError(passwordNotTaken());
  const said = stdout.trim();
  // A shell may complain of something else and do it all the same.
  if (exitCode !== 0 || said !== 'ok') throw new FailureError(passwordNotChanged(said === '' ? stderr.trim() : said));
}
