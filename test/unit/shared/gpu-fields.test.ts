import { expect, test } from 'vitest';
import type { GpuSample } from '../../../electron/shared/gpu.ts';
import { GPU_FIELDS } from '../../../electron/shared/gpu-fields.ts';
import { gpuSample, silentGpu } from '../../doubles/gpu-sample.ts';

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
