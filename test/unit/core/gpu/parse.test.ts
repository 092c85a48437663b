import fc from 'fast-check';
import { expect, test } from 'vitest';
import { containerIds } from '../../../../electron/core/gpu/attribute.ts';
import { explain } from '../../../../electron/core/gpu/explain.ts';
import { FIELDS, invalidField } from '../../../../electron/core/gpu/fields.ts';
import { createLines, MAX_LINE_CHARACTERS } from '../../../../electron/core/gpu/lines.ts';
import { listsGpus, parseList, parseProcesses } from '../../../../electron/core/gpu/listings.ts';
import { lostSample, parseLine, resetSample } from '../../../../electron/core/gpu/parse.ts';
import { diagnose } from '../../../../electron/core/gpu/trouble.ts';
import { gpuSample } from '../../../doubles/gpu-sample.ts';

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 4096 }),
  // Pieces of real lines in any order and number: what a torn or mixed-up stream looks like.
  fc
    .array(
      fc.constantFrom(
        'GPU-',
        'MIG-',
        ', ',
        '[N/A]',
        'ERR!',
        '0x',
        '9'.repeat(40),
        '\n',
        '(UUID: ',
        'GPU 0: ',
        ' MIG ',
        '-1',
        '\0',
      ),
    )
    .map((parts) => parts.join('')),
  // One piece over and over: what makes a careless pattern take for ever.
  fc
    .tuple(fc.constantFrom('GPU-', ', ', 'a', ' ', '[', '/', '-', 'MIG '), fc.integer({ min: 0, max: 200_000 }))
    .map(([part, times]) => part.repeat(times / part.length)),
);

test('no input crashes a parser or keeps it busy', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      // Of this thread alone: on a busy machine the wall clock goes on without it.
      const began = process.threadCpuUsage();
      const lines: string[] = [];
      createLines((line) => lines.push(line))(text);
      for (const line of [...lines, text.slice(0, MAX_LINE_CHARACTERS)]) {
        parseLine(line);
        parseLine(`GPU-1, ${line}`);
        invalidField(line);
      }
      parseProcesses(text);
      parseList(text);
      containerIds(text);
      explain('nested', text);
      diagnose(text, false, { card: true, driver: true, power: [], sleeps: false, battery: false });
      const { user, system } = process.threadCpuUsage(began);
      expect((user + system) / 1000).toBeLessThan(500);
    }),
    { numRuns: 300 },
  );
});

test('processes are listed with their memory, whatever their names contain', () => {
  const text =
    'GPU-1, 114687, 19135, /usr/local/bin/python\nGPU-1, 7, [N/A], a, b\nMIG-2, 8, [Insufficient Permissions], [Insufficient Permissions]\n';
  expect(parseProcesses(text)).toEqual([
    { pid: 114687, name: '/usr/local/bin/python', uuid: 'GPU-1', memoryBytes: 19135 * 1024 * 1024 },
    { pid: 7, name: 'a, b', uuid: 'GPU-1', memoryBytes: null },
    { pid: 8, name: 'unknown', uuid: 'MIG-2', memoryBytes: null },
  ]);
});

test('what newer drivers add is read, and is null elsewhere', () => {
  const values: Readonly<Record<string, string>> = {
    uuid: 'GPU-00000000-0000-4000-8000-000000000000',
    'pci.bus_id': '00000000:3B:00.0',
    'temperature.memory': '84',
    'pcie.link.gen.current': '1',
    'pcie.link.gen.max': '4',
    'pcie.link.width.current': '8',
    'pcie.link.width.max': '16',
    'ecc.errors.corrected.volatile.total': '3',
    'ecc.errors.uncorrected.volatile.total': '0',
    'utilization.encoder': '12',
    'utilization.decoder': '[N/A]',
  };
  expect(parseLine(FIELDS.map((field) => values[field] ?? '[N/A]').join(', '))).toMatchObject({
    sample: {
      bus: '00000000:3B:00.0',
      temperatureMemory: 84,
      pcie: { generation: 1, maxGeneration: 4, width: 8, maxWidth: 16 },
      eccCorrected: 3,
      eccUncorrected: 0,
      utilizationEncoder: 12,
      utilizationDecoder: null,
    },
  });
});

test('a card that is lost stays lost where it has no ECC', () => {
  const line = FIELDS.map((field) =>
    field === 'uuid' ? 'GPU-0' : field.startsWith('ecc.') ? '[N/A]' : '[Unknown Error]',
  ).join(', ');
  expect(parseLine(line)).toMatchObject({ sample: { lost: true, pcie: null } });
});

test.each([
  ['GPU-1, 7, 10, python', 1],
  ['  GPU-1, 7, 10, python', 1],
  ['x GPU-1, 7, 10, python', 0],
  ['GPU-1, 7, 10', 0],
  ['GPU-1, 12345678901, 10, python', 0],
  ['gpu, 7, 10, python', 0],
])('%j lists %i processes', (line, count) => {
  expect(parseProcesses(line)).toHaveLength(count);
});

const MIG_LIST = `GPU 0: NVIDIA A100 (UUID: GPU-aaaa)
  MIG 1g.10gb     Device  0: (UUID: MIG-1111/7/0)
  MIG 3g.40gb     Device  1: (UUID: MIG-2222)
GPU 12: NVIDIA RTX (UUID: GPU-bbbb)
GPU 1: x (UUID: none)
x GPU 2: NVIDIA RTX (UUID: GPU-cccc)
MIG 1g.10gb     Device  0: (UUID: MIG-3333)
`;

test('cards are listed with their instances, and what is none is not', () => {
  expect(parseList(MIG_LIST)).toEqual([
    {
      index: 0,
      name: 'NVIDIA A100',
      uuid: 'GPU-aaaa',
      instances: ['MIG-1111/7/0', 'MIG-2222'],
      profiles: ['1g.10gb', '3g.40gb'],
    },
    { index: 12, name: 'NVIDIA RTX', uuid: 'GPU-bbbb', instances: [], profiles: [] },
  ]);
  expect(parseList('  MIG 1g.10gb     Device  0: (UUID: MIG-1111)')).toEqual([]);
  const long = 'x'.repeat(1 << 20);
  expect([parseList(`${long}\n${MIG_LIST}`), parseProcesses(`${long}\nGPU-1, 7, 10, a`)]).toEqual([[], []]);
});

test.each([
  [0, MIG_LIST, true],
  [14, MIG_LIST, true],
  [15, MIG_LIST, true],
  [9, MIG_LIST, false],
  [0, 'No devices were found', false],
])('with status %i, %j lists GPUs: %s', (status, output, lists) => {
  expect(listsGpus(status, output)).toBe(lists);
});

const NAMED = ['uuid', 'name', 'temperature.gpu', 'power.draw'];
test('a name may contain commas; a line with too few fields is none', () => {
  const name = (line: string) => {
    const read = parseLine(line, NAMED);
    return read.kind === 'sample' ? [read.sample.name, read.sample.temperature, read.sample.powerWatts] : read.kind;
  };
  expect(name('GPU-1, NVIDIA, the card, v2, 61, 210.5')).toEqual(['NVIDIA, the card, v2', 61, 210.5]);
  expect(name('GPU-1, NVIDIA, 61, 210.5')).toEqual(['NVIDIA', 61, 210.5]);
  expect(name('GPU-1, [N/A], 61, 210.5')).toEqual(['NVIDIA GPU', 61, 210.5]);
  expect(name('GPU-1, NVIDIA, 61')).toBe('other');
  expect(name('nobody, NVIDIA, 61, 210.5')).toBe('other');
  expect(parseLine('GPU-1, 61, 7', ['uuid', 'temperature.gpu'])).toMatchObject({ sample: { temperature: 61 } });
});

test('a message in place of readings is trouble if it is known, and else kept in part', () => {
  expect(parseLine('Unable to determine the device handle for GPU 0000:02:00.0: GPU is lost')).toMatchObject({
    kind: 'trouble',
    failure: { code: 'gpu/lost' },
  });
  expect(parseLine('x'.repeat(600))).toEqual({ kind: 'other', text: 'x'.repeat(500) });
});

const RECOVERY = ['uuid', 'gpu_recovery_action', 'temperature.gpu'];
test.each([
  ['GPU-1, Reset, 61', 'Reset'],
  ['GPU-1, Reboot, 61', 'Reboot'],
  ['GPU-1, Drain P2P, 61', 'Drain P2P'],
  ['GPU-1, None, 61', null],
  ['GPU-1, [N/A], 61', null],
  ['GPU-1, [N/A], [GPU requires reset]', 'Reset'],
])('what the driver asks for in %j: %s', (line, recovery) => {
  expect(parseLine(line, RECOVERY)).toMatchObject({ sample: { recovery } });
});

const TWO = ['uuid', 'temperature.gpu', 'fan.speed'];
test.each([
  ['GPU-1, ERR!, Unknown Error', true],
  ['GPU-1, [Unknown Error], ERR!', true],
  ['GPU-1, ERR!, 40', false],
  ['GPU-1, [N/A], [N/A]', false],
  ['GPU-1, ERR! 5, ERR!', false],
  ['GPU-1, an ERR!, ERR!', false],
  ['GPU-1, [GPU is lost], 40', true],
])('the card of %j is lost: %s', (line, lost) => {
  expect(parseLine(line, TWO)).toMatchObject({ sample: { lost } });
  expect(parseLine('GPU-1', ['uuid'])).toMatchObject({ sample: { lost: false } });
});

test('a card that is lost, or needs a reset, keeps its identity and size', () => {
  const card = gpuSample({ mig: true });
  const kept = {
    uuid: card.uuid,
    name: card.name,
    memoryTotalBytes: card.memoryTotalBytes,
    powerLimitWatts: 320,
    mig: true,
  };
  expect(lostSample(card)).toMatchObject({
    ...kept,
    lost: true,
    temperature: null,
    memoryUsedBytes: null,
    recovery: null,
  });
  expect(resetSample(card)).toMatchObject({ ...kept, lost: false, recovery: 'Reset', temperature: null });
});

test('whether a card is split by MIG is read as it is written', () => {
  const mig = (text: string) => parseLine(`GPU-1, ${text}`, ['uuid', 'mig.mode.current']);
  expect(mig('Enabled')).toMatchObject({ sample: { mig: true } });
  expect(mig('Disabled')).toMatchObject({ sample: { mig: false } });
  expect(mig('[N/A]')).toMatchObject({ sample: { mig: false } });
});

test.each([
  ['N/A, N/A, 0', true],
  ['[N/A], [Not Supported], 0', true],
  ['[N/A], 8192, 0', false],
  ['1024, [N/A], 0', false],
  ['[N/A] x, [N/A], 0', false],
  ['x N/A, [N/A], 0', false],
])('memory of %s belongs to the computer: %s', (values, unified) => {
  const line = parseLine(`GPU-0000, ${values}`, ['uuid', 'memory.used', 'memory.total', 'utilization.gpu']);
  expect(line).toMatchObject({ sample: { unified } });
});
