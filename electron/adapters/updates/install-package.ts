import { spawn } from 'node:child_process';
import { FailureError } from '../../shared/failure.ts';
import { updateNotInstalled, updateRefused } from '../../shared/failures/update.ts';
import { harmless } from '../../shared/harmless.ts';
import { quoted } from '../../shared/shell-word.ts';
import type { UpdateFile } from '../../shared/update.ts';
import { pathOf } from '../on-path.ts';

/** What the script ends with if the package is not the signed one any more; no package manager ends with it. */
const CHANGED = 65;

/**
 * Run by root: copies the package to where root alone can write, compares that copy with the signed hash, and hands it to
 * the package manager. Until then whoever runs as this user could still have changed the file.
 */
const SCRIPT = `set -eu
umask 022
package=$1 name=$2 hash=$3
shift 3
folder=$(mktemp -d /var/tmp/jenkins-tray-XXXXXXXX)
trap 'rm -rf "$folder"' EXIT
cp -- "$package" "$folder/$name"
if ! printf '%s  %s\\n' "$hash" "$folder/$name" | sha512sum --check --status; then
  exit ${CHANGED}
fi
DEBIAN_FRONTEND=noninteractive "$@" "$folder/$name"`;

/** What pkexec ends with if nobody agreed, or nobody could be asked. */
const REFUSED = [126, 127];
/** Characters of the package manager's output that are kept. */
const MAX_OUTPUT = 4000;

interface Installation {
  readonly path: string;
  readonly file: UpdateFile;
  /** The package manager's command; the package follows as its last argument. */
  readonly command: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** This user's id. */
  readonly uid: number;
}

/** Installs a package as root, whom a dialog of the desktop asks for. Throws `update/not-installed` or `update/refused`. */
export async function installPackage({ path, file, command, env, uid }: Installation): Promise<void> {
  const hash = Buffer.from(file.sha512, 'base64').toString('hex');
  const words = ['/bin/sh', '-c', SCRIPT, 'sh', path, file.name, hash, ...command];
  const byHand = `sudo ${command.join(' ')} ${quoted(path)}`;
  const asRoot = pathOf('pkexec', env);
  if (uid !== 0 && asRoot === null)
    throw new FailureError(updateNotInstalled('pkexec, which asks for the administrator, is not installed.', byHand));
  const [program = '', ...given] = uid === 0 || asRoot === null ? words : [asRoot, ...words];
  const { code, output } = await ran(program, given, env);
  if (code === 0) return;
  // No command by hand: it would install that very file.
  if (code === CHANGED) throw new FailureError(updateRefused(`${file.name} was changed after it was downloaded.`));
  if (uid !== 0 && REFUSED.includes(code))
    throw new FailureError(updateNotInstalled(`The administrator did not agree. ${output}`.trim(), byHand));
  throw new FailureError(updateNotInstalled(`${command[0] ?? ''} ended with ${code}.\n${output}`.trim(), byHand));
}

function ran(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<{ readonly code: number; readonly output: string }> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        output = `${output}${chunk.toString('utf8')}`.slice(-MAX_OUTPUT);
      });
    child.on('error', (error) => resolve({ code: 127, output: error.message }));
    child.on('close', (code) => resolve({ code: code ?? 1, output: harmless(output).trim() }));
  });
}
