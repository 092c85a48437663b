import { execFile } from 'node:child_process';

const DEADLINE_MS = 5000;
/** The newest entries; a card that fails may write thousands. */
const MAX_LINES = 200;
const MAX_CHARACTERS = 64 * 1024;

/**
 * Returns a function that reads the kernel's messages about faults of NVIDIA GPUs since the start of this computer: the
 * first time all, later what was added, since a log may be long. Empty where this user may not read them (they are for
 * the groups adm and systemd-journal), or without systemd.
 */
export function createFaultLog(command = 'journalctl'): () => Promise<string> {
  let known = '';
  let since: number | null = null;
  let tooLong = false;
  return async () => {
    if (tooLong) return known;
    const began = Math.floor(Date.now() / 1000);
    const from = since === null ? [] : [`--since=@${since}`];
    const args = ['-k', '-b', '-q', '--no-pager', '-o', 'short-unix', '-n', String(MAX_LINES), '-g', 'NVRM: Xid'];
    const limits = { timeout: DEADLINE_MS, killSignal: 'SIGKILL', maxBuffer: 1 << 20 } as const;
    const found = await new Promise<string>((resolve) => {
      execFile(command, [...args, ...from], limits, (error, stdout) => {
        // A log that cannot be read in time would cost as much each time.
        tooLong = error?.killed === true;
        resolve(stdout);
      });
    });
    // A second earlier, for what was written meanwhile; the newest counts, so that nothing counts twice.
    since = began - 1;
    known = (known + found).slice(-MAX_CHARACTERS);
    return known;
  };
}
