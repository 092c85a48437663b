import { spawn } from 'node:child_process';
import { FailureError } from '../../shared/failure.ts';
import { updateNotInstalled, updateRefused } from '../../shared/failures/update.ts';
import { harmless } from '../../shared/harmless.ts';
import { quoted } from '../../shared/shell-word.ts';
import type { UpdateFile } from '../../shared/update.ts';
import { pathOf } from '../on-path.ts';

/** What the script ends with if the package is not the signed one any more; no package manager ends with it. */
const CHANGED = 65;

/** How long root's copy of a package may take, s: a file of 600 MB, on the slowest of disks. */
const MAX_COPY_S = 300;

/**
 * Run by root: copies the package to where root alone can write, compares that copy with the signed hash, and hands it to
 * the package manager. Until then whoever runs as this user could still have changed the file: into one without an end, a
 * device or a pipe that nobody writes to. So no byte more than was signed is copied, for a limited time.
 */
const SCRIPT = `set -eu
umask 022
package=$1 name=$2 hash=$3 size=$4 seconds=$5
shift 5
[ -f "$package" ] || exit ${CHANGED}
folder=$(mktemp -d /var/tmp/jenkins-tray-XXXXXXXX)
trap 'rm -rf "$folder"' EXIT
ended=0
timeout --kill-after=5 "$seconds" head -c "$size" -- "$package" > "$folder/$name" || ended=$?
case $ended in
0) ;;
124 | 137) exit ${CHANGED} ;;
*) exit $ended ;;
esac
if ! printf '%s  %s\\n' "$hash" "$folder/$name" | sha512sum --check --status; then
  exit ${CHANGED}
fi
DEBIAN_FRONTEND=noninteractive "$@" "$folder/$name"`;

/** Without a dialog of the desktop pkexec would ask in the terminal that the app was started from, which nobody looks at. */
const WITHOUT_TERMINAL = '--disable-internal-agent';
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
  /** Seconds for root's copy, instead of the product's. */
  readonly maxCopyS?: number;
}

/** Installs a package as root, whom a dialog of the desktop asks for. Throws `update/not-installed` or `update/refused`. */
export async function installPackage(installation: Installation): Promise<void> {
  const { path, file, command, env, uid, maxCopyS = MAX_COPY_S } = installation;
  const hash = Buffer.from(file.sha512, 'base64').toString('hex');
  const given = [path, file.name, hash, String(file.size), String(maxCopyS)];
  const words = ['/bin/sh', '-c', SCRIPT, 'sh', ...given, ...command];
  const byHand = `sudo ${command.join(' ')} ${quoted(path)}`;
  const asRoot = pathOf('pkexec', env);
  if (uid !== 0 && asRoot === null)
    throw new FailureError(updateNotInstalled('pkexec, which asks for the administrator, is not installed.', byHand));
  const [program = '', ...args] = uid === 0 || asRoot === null ? words : [asRoot, WITHOUT_TERMINAL, ...words];
  const { code, output } = await ran(program, args, env);
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
