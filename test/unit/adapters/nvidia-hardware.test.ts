import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { nvidiaHardware } from '../../../electron/adapters/nvidia-hardware.ts';

test('battery and runtime power management are read from sysfs', () => {
  const root = mkdtempSync(join(tmpdir(), 'jt-sys-'));
  const put = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), `${text}\n`);
  };
  put('pci/0000:01:00.0/vendor', '0x10de');
  put('pci/0000:01:00.0/class', '0x030200');
  put('pci/0000:01:00.0/power/runtime_status', 'suspended');
  put('pci/0000:01:00.0/power/control', 'auto');
  put('pci/0000:00:02.0/vendor', '0x8086');
  put('pci/0000:00:02.0/class', '0x030000');
  put('version', 'NVRM version');
  put('supply/hidpp_battery_0/type', 'Battery');
  put('supply/hidpp_battery_0/scope', 'Device');
  put('supply/hidpp_battery_0/status', 'Discharging');
  const look = () => nvidiaHardware(join(root, 'pci'), join(root, 'version'), join(root, 'supply'));
  const card = { card: true, driver: true, power: ['suspended'], sleeps: true };
  expect(look()).toEqual({ ...card, battery: false });
  put('supply/BAT0/type', 'Battery');
  put('supply/BAT0/status', 'Discharging');
  expect(look()).toEqual({ ...card, battery: true });
  rmSync(root, { recursive: true });
});
