import { execFile } from 'node:child_process';

/**
 * From now on a crash of this process, and of those that it starts, leaves no picture of their memory, which has the
 * administrator's password. With util-linux' prlimit, since Node has no call for it; without that program nothing changes.
 */
export function forbidCoreDumps(): void {
  if (process.platform !== 'linux') return;
  execFile('prlimit', ['--pid', String(process.pid), '--core=0:0'], () => undefined);
}
