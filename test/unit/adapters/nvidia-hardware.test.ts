import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { nvidiaHardware } from '../../../electron/adapters/nvidia-hardware.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'jt-sys-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const put = (path: string, text: string): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), `${text}\n`);
};
const look = () => nvidiaHardware(join(root, 'pci'), join(root, 'nvidia'), join(root, 'supply'));

/** A card that Ubuntu's rule set to `auto`, as it does for every NVIDIA card. */
function card(address: string, status: string, driver = 'nvidia'): void {
  put(`pci/${address}/vendor`, '0x10de');
  put(`pci/${address}/class`, '0x030000');
  put(`pci/${address}/power/runtime_status`, status);
  put(`pci/${address}/power/control`, 'auto');
  symlinkSync(`../../../bus/pci/drivers/${driver}`, join(root, `pci/${address}/driver`));
}

/** As posted in https://github.com/NVIDIA/open-gpu-kernel-modules/issues/728, with another status. */
const power = (status: string): string =>
  [
    `Runtime D3 status:          ${status}`,
    'Video Memory:               Active',
    '',
    'GPU Hardware Support:',
    ' Video Memory Self Refresh: Not Supported',
    ' Video Memory Off:          Supported',
  ].join('\n');

test('battery and runtime power management are read from sysfs', () => {
  card('0000:01:00.0', 'suspended');
  put('pci/0000:00:02.0/vendor', '0x8086');
  put('pci/0000:00:02.0/class', '0x030000');
  put('nvidia/version', 'NVRM version');
  put('nvidia/gpus/0000:01:00.0/power', power('Enabled (fine-grained)'));
  put('supply/hidpp_battery_0/type', 'Battery');
  put('supply/hidpp_battery_0/scope', 'Device');
  put('supply/hidpp_battery_0/status', 'Discharging');
  const found = { card: true, driver: true, power: ['suspended'], sleeps: true };
  expect(look()).toEqual({ ...found, battery: false });
  put('supply/BAT0/type', 'Battery');
  put('supply/BAT0/status', 'Discharging');
  expect(look()).toEqual({ ...found, battery: true });
});

test.each([
  ['Enabled (coarse-grained)', true],
  ['Disabled by default', false],
  ['Not supported', false],
  ['?', false],
])('a card whose Runtime D3 status is "%s" may sleep: %s', (status, sleeps) => {
  card('0000:01:00.0', 'active');
  put('nvidia/version', 'NVRM version');
  put('nvidia/gpus/0000:01:00.0/power', power(status));
  expect(look().sleeps).toBe(sleeps);
});

test('a driver that does not tell, and a desktop card beside a laptop’s, keep the cards read', () => {
  card('0000:01:00.0', 'active');
  put('nvidia/version', 'NVRM version');
  put('nvidia/gpus/0000:01:00.0/information', 'Model: GeForce');
  expect(look().sleeps).toBe(false);
  put('nvidia/gpus/0000:01:00.0/power', power('Enabled (fine-grained)'));
  put('nvidia/gpus/0000:3b:00.0/power', power('Not supported'));
  expect(look().sleeps).toBe(false);
});

test('a card of another driver is not NVIDIA’s driver’s, and asleep says nothing about its own', () => {
  card('0000:01:00.0', 'suspended', 'nouveau');
  expect(look()).toMatchObject({ card: true, driver: false, power: [], sleeps: false });
  card('0000:02:00.0', 'active');
  card('0000:03:00.0', 'suspended', 'vfio-pci');
  expect(look().power).toEqual(['active']);
});
