/** How busy a process keeps a GPU, as `nvidia-smi pmon` lists it. */
export interface ProcessLoad {
  /** The GPU's index. */
  readonly gpu: number;
  readonly pid: number;
  /** Percent of the last second in which one of its kernels ran. */
  readonly utilization: number;
}

/** Asks once; `u` is utilisation. */
export const PMON_ARGS = ['pmon', '-c', '1', '-s', 'u'] as const;

/** Longer outputs are truncated. */
const MAX_CHARACTERS = 1 << 20;

/**
 * Reads `nvidia-smi pmon -c 1 -s u`. The columns are found by their names, since newer drivers have more. A process
 * that did nothing has `-`, like all processes of a GPU that does not tell: it counts as 0 only beside another's figure.
 */
export function parsePmon(text: string): readonly ProcessLoad[] {
  const lines = text.slice(0, MAX_CHARACTERS).split('\n');
  const names = (lines.find((line) => /^#\s*gpu\b/.test(line)) ?? '').replace('#', '').trim().split(/\s+/);
  const at = { gpu: names.indexOf('gpu'), pid: names.indexOf('pid'), sm: names.indexOf('sm') };
  const rows = lines.flatMap((line) => {
    const cells = line.trim().split(/\s+/);
    const [gpu = '', pid = '', sm = ''] = [cells[at.gpu], cells[at.pid], cells[at.sm]];
    if (!/^\d{1,4}$/.test(gpu) || !/^\d{1,10}$/.test(pid)) return [];
    return [{ gpu: Number(gpu), pid: Number(pid), sm: /^\d{1,3}$/.test(sm) ? Number(sm) : null }];
  });
  const telling = new Set(rows.flatMap(({ gpu, sm }) => (sm === null ? [] : [gpu])));
  return rows.flatMap(({ gpu, pid, sm }) => (telling.has(gpu) ? [{ gpu, pid, utilization: sm ?? 0 }] : []));
}
