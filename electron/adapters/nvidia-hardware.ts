import { readdirSync, readFileSync } from 'node:fs';
import type { GpuHardware } from '../core/gpu/trouble.ts';

/** Reads NVIDIA GPUs from sysfs and procfs. Starts no program and wakes no GPU. */
export function nvidiaHardware(
  sys = '/sys/bus/pci/devices',
  proc = '/proc/driver/nvidia/version',
  supplies = '/sys/class/power_supply',
): GpuHardware {
  const read = (path: string): string | null => {
    try {
      return readFileSync(path, 'utf8').trim();
    } catch {
      return null; // Missing or not readable.
    }
  };
  const cards = list(sys).filter(
    (device) =>
      read(`${sys}/${device}/vendor`) === '0x10de' && (read(`${sys}/${device}/class`) ?? '').startsWith('0x03'),
  );
  return {
    card: cards.length > 0,
    driver: read(proc) !== null,
    power: cards.flatMap((device) => read(`${sys}/${device}/power/runtime_status`) ?? []),
    sleeps: cards.length > 0 && cards.every((device) => read(`${sys}/${device}/power/control`) === 'auto'),
    // The computer's own battery: a mouse has one too, with the scope "Device".
    battery: list(supplies).some(
      (supply) =>
        read(`${supplies}/${supply}/type`) === 'Battery' &&
        read(`${supplies}/${supply}/status`) === 'Discharging' &&
        read(`${supplies}/${supply}/scope`) !== 'Device',
    ),
  };
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // A machine without a PCI bus.
  }
}
