import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HostJenkins } from '../core/world/host.ts';
import { FailureError } from '../shared/failure.ts';
import { hostJenkinsNotStopped } from '../shared/failures/home-users.ts';
import { codeOf } from './json-file.ts';
import { disableUnit } from './systemd-unit.ts';

/** Jenkins saves its queue, and ends its agents, when it stops. */
const MAX_WAIT_MS = 120_000;
const LOOK_MS = 200;

/**
 * Stops a Jenkins of this computer with this user's own rights, and disables its unit. Throws `home/host-jenkins`, with the
 * command that needs more, if it may not, or if the process stays.
 */
export async function stopHostJenkins(
  jenkins: HostJenkins,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<void> {
  const refused = jenkins.unit === null ? ended(jenkins.pid) : await disableUnit(jenkins.unit, env);
  if (refused !== null) throw new FailureError(hostJenkinsNotStopped(jenkins, refused));
  const { pid } = jenkins;
  for (let waited = 0; pid !== null && runs(pid); waited += LOOK_MS) {
    if (waited > MAX_WAIT_MS)
      throw new FailureError(hostJenkinsNotStopped(jenkins, `It still runs after ${MAX_WAIT_MS / 1000} s.`));
    await sleep(LOOK_MS, undefined, { signal });
  }
}

/**
 * One that has ended, but that nobody has waited for, has no command line; one that is not of a Jenkins has got the id
 * since.
 */
function runs(pid: number): boolean {
  try {
    return /jenkins|hudson/i.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
  } catch {
    return false;
  }
}

/** Asks a process to end; why it cannot, null: done. */
function ended(pid: number | null): string | null {
  if (pid === null || !runs(pid)) return null;
  try {
    process.kill(pid, 'SIGTERM');
    return null;
  } catch (thrown) {
    return codeOf(thrown) === 'ESRCH' ? null : 'It belongs to another user.';
  }
}
