import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LockPort } from '../core/ports.ts';
import { FailureError } from '../shared/failure.ts';
import { codeOf } from './json-file.ts';

interface Holder {
  readonly pid: number;
  /** Start time of the process in clock ticks since boot: a pid alone may have been given out again. */
  readonly started: string;
  readonly purpose: string;
  readonly since: string;
}

/** proper-lockfile calls a lock stale when its holder has not touched it for so long, ms. */
const STALE = 10_000;

/** The pass lock of one settings folder, across processes; a holder that died is taken over at once. */
export function createLock(configDir: string): LockPort {
  const path = join(configDir, 'pass.lock');
  const note = join(configDir, 'pass.json');
  const holder = (): Holder | null => {
    try {
      const found: Holder = JSON.parse(readFileSync(note, 'utf8'));
      return startTime(found.pid) === found.started ? found : null;
    } catch {
      // No note, or one half written: proper-lockfile's own staleness decides.
      return null;
    }
  };
  const words = ({ pid, purpose, since }: Holder): string => `"${purpose}" (process ${pid}, since ${since})`;
  return {
    async holder() {
      const found = holder();
      return found === null ? null : words(found);
    },
    async acquire(purpose) {
      mkdirSync(configDir, { recursive: true, mode: 0o700 });
      const { lock } = await import('proper-lockfile');
      const lost = new AbortController();
      const take = () =>
        lock(configDir, {
          lockfilePath: path,
          stale: STALE,
          retries: 0,
          onCompromised: (error) =>
            lost.abort(
              new FailureError({ code: 'lock/held', title: 'Another Jenkins Tray took over', detail: error.message }),
            ),
        });
      let release: () => Promise<void>;
      try {
        release = await take();
      } catch (thrown) {
        if (codeOf(thrown) !== 'ELOCKED') throw thrown;
        const found = holder();
        if (found !== null) {
          throw new FailureError({
            code: 'lock/held',
            title: 'Jenkins Tray is at work already',
            detail: `${words(found)} is working on the same set-up.`,
            fix: 'Wait until it is done, or stop it: whoever comes next completes what it began.',
            command: `kill -INT ${found.pid}`,
          });
        }
        rmSync(path, { recursive: true, force: true });
        release = await take();
      }
      const me: Holder = {
        pid: process.pid,
        started: startTime(process.pid),
        purpose,
        since: new Date().toTimeString().slice(0, 8),
      };
      writeFileSync(note, JSON.stringify(me), { mode: 0o600 });
      return {
        signal: lost.signal,
        async release() {
          rmSync(note, { force: true });
          await release().catch(() => undefined);
        },
      };
    },
  };
}

/** Field 22 of /proc/PID/stat (proc(5)); empty where the process is gone. */
function startTime(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
