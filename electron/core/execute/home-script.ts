import { oneShotLabels } from '../stack/one-shot.ts';
import type { ExecResult, OneShot } from '../world/engine.ts';
import type { Execution } from './execution.ts';

/** A shell script that works on a home, and what it gets. */
export interface HomeScript extends Pick<OneShot, 'image' | 'user' | 'binds' | 'output'> {
  readonly script: string;
  /** Its `$1` and so on. */
  readonly args: readonly string[];
  readonly timeoutMs: number;
}

/**
 * Shell code with which a script ends: it prints its verdict, with the first line of the file $why. That is one line, whatever
 * is in the names of files.
 */
export const VERDICT = `verdict() { { printf '%s ' "$@"; head -n1 "$why"; } | tr '\\n\\r' '  ' | sed 's: *$::'; echo; exit 0; }`;

/** What programs say of a used-up quota, and of any full disk, for `grep -iE`: after the name of a file, which may be that of a job about quotas. */
export const QUOTA = ': (disk )?quota exceeded';
export const FULL = `: (no space left|wrote only)|${QUOTA}`;

/** The words of what a script printed last: a verdict, and what it is about. */
export function verdictOf({ stdout }: Pick<ExecResult, 'stdout'>): readonly [verdict: string, ...words: string[]] {
  const [verdict = '', ...words] = (stdout.trim().split('\n').at(-1) ?? '').split(' ');
  return [verdict, ...words];
}

/** Runs a script in the pass's one-shot container, with the tools of the image. Throws as `runOneShot` does. */
export const runHomeScript = (
  { script, args, ...given }: HomeScript,
  { world, names, version }: Execution,
  signal: AbortSignal,
): Promise<ExecResult> =>
  world.engine.runOneShot(
    {
      ...given,
      name: names.oneShot,
      command: ['sh', '-c', script, 'sh', ...args],
      gpus: false,
      labels: oneShotLabels(names, version),
    },
    signal,
  );
