import { execFile } from 'node:child_process';

const DEADLINE_MS = 5000;
/** The newest entries; a card that fails may write thousands. */
const MAX_LINES = 200;

/**
 * The kernel's messages about faults of NVIDIA GPUs since the start of this computer; empty where this user may not read
 * them (they are for the groups adm and systemd-journal), or without systemd.
 */
export const nvidiaFaults = (command = 'journalctl'): Promise<string> =>
  new Promise((resolve) => {
    const args = ['-k', '-b', '-q', '--no-pager', '-o', 'short-unix', '-n', String(MAX_LINES), '-g', 'NVRM: Xid'];
    const limits = { timeout: DEADLINE_MS, killSignal: 'SIGKILL', maxBuffer: 1 << 20 } as const;
    execFile(command, args, limits, (_error, stdout) => resolve(stdout));
  });
