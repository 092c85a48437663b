import { expect, test } from 'vitest';
import { parseXids } from '../../../../electron/core/gpu/xid.ts';

// Messages: https://github.com/NVIDIA/NVSentinel/issues/155 and https://docs.nvidia.com/deploy/xid-errors/
const LOG = `1700000000.100000 box kernel: NVRM: Xid (PCI:0000:01:00): 31, pid=812, name=python, Ch 00000008, intr 10000000. MMU Fault
1700000100.500000 box kernel: NVRM: Xid (PCI:0000:44:00): 79, GPU has fallen off the bus
1700000200.000000 box kernel: NVRM: Xid (0000:01:00): 13, Graphics SM Warp Exception
1700000300.000000 box kernel: NVRM: The NVIDIA GPU 0000:b3:00.0
nonsense`;

test('the newest fault of each GPU is found in the kernel’s log', () => {
  expect(parseXids(LOG)).toEqual([
    { bus: '0000:01:00', code: 13, at: 1_700_000_200_000, message: 'Graphics SM Warp Exception' },
    { bus: '0000:44:00', code: 79, at: 1_700_000_100_500, message: 'GPU has fallen off the bus' },
  ]);
});

test.each(['', 'Hint: You are currently not seeing messages from other users', '-- No entries --'])(
  'nothing is made up from %j',
  (log) => expect(parseXids(log)).toEqual([]),
);

test.each<[string, number | null]>([
  ['1700000000.1 box kernel: NVRM: Xid (PCI:0000:01:00): 31, x', 31],
  ['1700000000.1 box kernel: NVRM: Xid (PCI:0000:01:00): 31', 31],
  ['x1700000000.1 box kernel: NVRM: Xid (PCI:0000:01:00): 31, x', null],
  ['17000000.1 box kernel: NVRM: Xid (PCI:0000:01:00): 31, x', null],
  ['1700000000 box kernel: NVRM: Xid (PCI:0000:01:00): 31, x', null],
  ['1700000000.123456 box kernel: NVRM: Xid (PCI:0000:01:00): 119, x', 119],
  ['1700000000.1 box kernel: NVRM: Xid (PCI:01:00): 31, x', null],
  ['1700000000.1 box kernel: NVRM: Xid (PCI:0000:01:00): 31000, x', null],
  ['1700000000.1 box kernel: NVRM: Xid (PCI:0000:01:00 GPU-I:05): 94, pid=1, Contained: SM (0x1).', 94],
  ['1700000000.1 box kernel: NVRM: Xid (PCI:0000:01:00 GPU-I:05 GPU-CI:00): 13, x', 13],
])('%s is the Xid %s', (line, code) => {
  expect(parseXids(line)[0]?.code ?? null).toBe(code);
});

test('of a very long log, the newest lines count, and of a message its beginning', () => {
  const line = (bus: string, message: string) =>
    `1700000000.1 box kernel: NVRM: Xid (PCI:0000:${bus}:00): 31, ${message}\n`;
  expect(
    parseXids(`${line('01', 'a') + 'x'.repeat(1 << 20)}\n${line('02', '  b ')}`).map(({ bus, message }) => [
      bus,
      message,
    ]),
  ).toEqual([['0000:02:00', 'b']]);
  expect(parseXids(line('01', 'm'.repeat(300)))[0]?.message).toHaveLength(200);
});
