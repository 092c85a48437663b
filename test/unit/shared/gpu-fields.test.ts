import { expect, test } from 'vitest';
import type { GpuSample } from '../../../electron/shared/gpu.ts';
import { GPU_DETAILS, GPU_FIELDS, gpuFields } from '../../../electron/shared/gpu-fields.ts';
import { GIB, gpuSample, silentGpu } from '../../doubles/gpu-sample.ts';

const full = gpuSample({
  utilizationGpu: 57,
  utilizationMemory: 23,
  memoryUsedBytes: 3.1 * GIB,
  temperature: 64,
  powerWatts: 220.4,
  fan: 45,
  clockSm: 1710,
  clockMemory: 9501,
  throttle: ['power cap'],
});
const { memory, power } = gpuFields;
const heldBack = (throttle: readonly string[]) => gpuFields.heldBack.card({ ...full, throttle });
/** The card of a GPU. */
const card = (gpu: GpuSample): string => GPU_FIELDS.map((field) => `${field.label}: ${field.card(gpu)}`).join('\n');

/** Each field: label, card, column of the table, tray; a dot where it has none. */
const text = (gpu: GpuSample): string =>
  GPU_FIELDS.map(({ label, card, column, tray }) =>
    [label, card(gpu), column && `${column.head}: ${column.cell(gpu)}`, tray?.(gpu)]
      .map((part) => part ?? '·')
      .join(' | '),
  ).join('\n');

test('each field has its form in card, table and tray', () => {
  expect(text(gpuSample({ utilizationGpu: 57, powerWatts: 220.4, throttle: ['power cap'] }))).toMatchInlineSnapshot(`
    "Utilisation | 57 % | Load: 57 % | 55 %
    Memory | 4.1 of 10.0 GiB | Memory: 4.1 GiB / 10.0 GiB | 4.1 / 10 GiB
    Memory traffic | 20 % | · | ·
    Temperature | 61 °C | °C: 61 | ·
    Power | 220 of 320 W | Power: 220/320 W | ·
    Fan | 40 % | · | ·
    Clocks | 1800/9500 MHz | · | ·
    P-state | P2 | State: P2 | ·
    Held back by | its power limit | · | ·"
  `);
});

test('what is unknown has no value in the card, and a dash elsewhere', () => {
  expect(text(silentGpu())).toMatchInlineSnapshot(`
    "Utilisation | · | Load: - | -
    Memory | · | Memory: - / - | - / - GiB
    Memory traffic | · | · | ·
    Temperature | · | °C: - | ·
    Power | · | Power: -/- W | ·
    Fan | · | · | ·
    Clocks | · | · | ·
    P-state | · | State: - | ·
    Held back by | · | · | ·"
  `);
});

test('the columns of the table fit 80 characters with number and name', () => {
  expect(GPU_FIELDS.reduce((sum, { column }) => sum + (column?.width ?? 0), 3 + 25)).toBeLessThanOrEqual(80);
});

test('a GPU shows all known values', () => {
  expect(card(full)).toBe(
    [
      'Utilisation: 57 %',
      'Memory: 3.1 of 10.0 GiB',
      'Memory traffic: 23 %',
      'Temperature: 64 °C',
      'Power: 220 of 320 W',
      'Fan: 45 %',
      'Clocks: 1710/9501 MHz',
      'P-state: P2',
      'Held back by: its power limit',
    ].join('\n'),
  );
});

test('half of a pair is shown alone', () => {
  expect(memory.card({ ...full, memoryTotalBytes: null })).toBe('3.1 GiB');
  expect(power.card({ ...full, powerLimitWatts: null })).toBe('220 W');
});

test('a zero is a zero', () => {
  expect(card({ ...full, utilizationGpu: 0, memoryUsedBytes: 0 })).toContain(
    'Utilisation: 0 %\nMemory: 0.0 of 10.0 GiB',
  );
});

test('throttle reasons are in plain words, each once; an unknown one stays as it is', () => {
  expect(heldBack([])).toBe('nothing');
  expect(heldBack(['thermal slowdown (software)', 'power cap'])).toBe('its temperature, its power limit');
  expect(heldBack(['of the future'])).toBe('of the future');
});

test('what only some cards report is said in words', () => {
  const details = (gpu: GpuSample) => GPU_DETAILS.map(({ label, card: of }) => `${label}: ${of(gpu)}`);
  const pcie = { generation: 1, maxGeneration: 4, width: 16, maxWidth: 16 };
  expect(
    details(gpuSample({ temperatureMemory: 84, pcie, utilizationEncoder: 12, eccCorrected: 3, eccUncorrected: 0 })),
  ).toEqual([
    'Memory temperature: 84 °C',
    'PCIe: gen 1/4, ×16',
    'Encoder, decoder: 12 %, -',
    'Memory errors: 3 corrected, 0 not',
  ]);
  expect(GPU_DETAILS.flatMap(({ card: of }) => of(silentGpu()) ?? [])).toEqual([]);
});
