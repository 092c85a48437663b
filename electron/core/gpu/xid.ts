import type { GpuXid } from '../../shared/gpu.ts';

/** Longer logs are cut at their beginning: the newest lines count. */
const MAX_CHARACTERS = 1 << 20;

/**
 * The newest Xid of each GPU in the kernel's log, as `journalctl -o short-unix` prints it:
 * `1700000000.1 host kernel: NVRM: Xid (PCI:0000:01:00): 79, pid=1, GPU has fallen off the bus.`, of an instance of MIG with
 * `(PCI:0000:01:00 GPU-I:05 GPU-CI:00)` (open-gpu-kernel-modules, `kernel_rc.c`).
 */
export function parseXids(log: string): readonly GpuXid[] {
  const newest = new Map<string, GpuXid>();
  for (const line of log.slice(-MAX_CHARACTERS).split('\n')) {
    const match =
      /^(\d{9,11}\.\d+) .{0,200}NVRM: Xid \((?:PCI:)?([0-9a-f:]{7,20})(?: GPU-I:\d+)?(?: GPU-CI:\d+)?\): (\d{1,4})\b,? ?(.{0,200})/i.exec(
        line,
      );
    if (match === null) continue;
    const [, seconds = '', bus = '', code = '', message = ''] = match;
    newest.set(bus, { bus, code: Number(code), at: Number(seconds) * 1000, message: message.trim() });
  }
  return [...newest.values()];
}
