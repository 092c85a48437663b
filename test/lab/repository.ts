import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './paths.ts';
import { must, type Ran, run } from './shell.ts';

/**
 * In a hook, git's variables name the repository of the commit; without them, git finds the repository by folder.
 * `GIT_CONFIG_…` is kept: hosted runners use it to allow sources of another user.
 */
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^GIT_(?!CONFIG_)/.test(name)));

/** Whether these sources are in a repository that git can read, rather than a downloaded archive. */
export const inRepository = existsSync(join(ROOT, '.git')) && tryGit('rev-parse', 'HEAD').status === 0;

/** Runs git on this repository; never throws for its exit status. */
export function tryGit(...args: readonly string[]): Ran {
  return run('git', args, { cwd: ROOT, env });
}

/** Runs git on this repository and returns what it printed; throws where git fails. */
export function git(...args: readonly string[]): string {
  return must('git', args, { cwd: ROOT, env });
}
