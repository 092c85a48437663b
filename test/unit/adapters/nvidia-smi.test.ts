import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { createProcessList, nvidiaHardware } from '../../../electron/adapters/nvidia-smi.ts';

const double = join(import.meta.dirname, '../../lab/nvidia-smi');

test('a process listing that hangs is given up in time and is empty', async () => {
  const hung = createProcessList(double, null, 300);
  process.env.NVIDIA_SMI_SCENARIO = 'hung';
  const began = Date.now();
  expect(await hung()).toEqual([]);
  delete process.env.NVIDIA_SMI_SCENARIO;
  // The double itself would sleep for an hour.
  expect(Date.now() - began).toBeLessThan(10_000);
  expect(await createProcessList('/nonexistent/nvidia-smi')()).toEqual([]);
});

test('processes on a MIG instance belong to its card', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'jt-mig-'));
  const program = join(folder, 'smi');
  writeFileSync(
    program,
    '#!/bin/sh\ncase $1 in -L) printf "GPU 0: A100 (UUID: GPU-7fda)\\n  MIG 1g.10gb Device 0: (UUID: MIG-feb8)\\n" ;; *) echo "MIG-feb8, 7, 100, python" ;; esac\n',
    { mode: 0o755 },
  );
  expect(await createProcessList(program)()).toMatchObject([{ pid: 7, uuid: 'GPU-7fda' }]);
  rmSync(folder, { recursive: true });
});

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
