import fc from 'fast-check';
import { expect, test } from 'vitest';
import { containerIds } from '../../../../electron/core/gpu/attribute.ts';
import { explain } from '../../../../electron/core/gpu/explain.ts';
import { FIELDS, invalidField } from '../../../../electron/core/gpu/fields.ts';
import { createLines, MAX_LINE_CHARACTERS } from '../../../../electron/core/gpu/lines.ts';
import { parseList, parseProcesses } from '../../../../electron/core/gpu/listings.ts';
import { parseLine } from '../../../../electron/core/gpu/parse.ts';
import { diagnose } from '../../../../electron/core/gpu/trouble.ts';

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
