import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './paths.ts';
import { must, type Ran, run } from './shell.ts';

/**
 * In a hook, git's own variables name the repository of the commit; without them a command finds its own by folder.
 * `GIT_CONFIG_…` stays: a hosted runner says by it that the sources may belong to another user.
 */
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^GIT_(?!CONFIG_)/.test(name)));

/** Whether these sources lie in a repository that git may read; those of a downloaded archive do not. */
export const inRepository = existsSync(join(ROOT, '.git')) && tryGit('rev-parse', 'HEAD').status === 0;

/** Runs git on this repository; never throws for its exit status. */
export function tryGit(...args: readonly string[]): Ran {
  return run('git', args, { cwd: ROOT, env });
}

/** Runs git on this repository and returns what it printed; throws where git fails. */
export function git(...args: readonly string[]): string {
  return must('git', args, { cwd: ROOT, env });
}
