import { expect, test } from 'vitest';
import { FIELDS } from '../../../../electron/core/gpu/fields.ts';
import { createGpuMonitor } from '../../../../electron/core/gpu/monitor.ts';
import type { SmiEvents } from '../../../../electron/core/gpu/smi.ts';
import { testClock } from '../../../doubles/clock.ts';

const VALUES: Readonly<Record<string, string>> = { uuid: 'GPU-1', index: '0', name: 'NVIDIA H100' };
const XID = { bus: '0000:01:00', code: 79, at: 1, message: '' };

/** What is listed at the tray's pace, where metrics are served or not. */
async function listed(served: boolean) {
  const clock = testClock(1_700_000_000_000);
  const children: SmiEvents[] = [];
  const monitor = createGpuMonitor({
    smi: {
      start: (_fields, events) => {
        children.push(events);
        return { kill: () => undefined };
      },
    },
    clock,
    proc: {
      born: async () => '1',
      cgroup: async () => null,
      user: async () => null,
      pids: async () => [],
      environments: async () => [],
    },
    hardware: () => ({ card: true, driver: true, power: ['active'], sleeps: false, battery: false }),
    processes: async () => [],
    log: async () => ({ graphics: [], instances: [], xids: [XID] }),
    detailed: () => served,
    container: async () => null,
    containerOfProcess: async () => null,
    environmentsInside: async () => [],
    builds: async () => [],
    store: { load: async () => ({ history: null, ledger: [], bands: [] }), save: async () => undefined },
  });
  await monitor.open();
  monitor.need('tray');
  const line = FIELDS.map((field) => VALUES[field] ?? '[N/A]').join(', ');
  children[0]?.line(line);
  const { xids } = await monitor.processes();
  await monitor.close();
  return xids;
}

test('metrics have the last Xid also while nobody looks at the GPUs', async () => {
  expect(await listed(true)).toEqual([XID]);
  expect(await listed(false)).toBeUndefined();
});
