import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Where a program is on the PATH of this environment; null if it is not. Starts nothing. */
export function pathOf(program: string, { PATH = '' }: NodeJS.ProcessEnv): string | null {
  const folder = PATH.split(delimiter).find((it) => it !== '' && existsSync(join(it, program)));
  return folder === undefined ? null : join(folder, program);
}

/** Whether a program is on the PATH of this environment; starts nothing. */
export const isOnPath = (program: string, env: NodeJS.ProcessEnv): boolean => pathOf(program, env) !== null;
