import { readlinkSync } from 'node:fs';
import { basename } from 'node:path';
import type { GpuHardware } from '../core/gpu/trouble.ts';
import { list, mayPowerOff, read } from './nvidia-sleep.ts';

/**
 * Reads NVIDIA GPUs from sysfs and procfs. Starts no program and wakes no GPU. `driver`: the folder of NVIDIA's kernel
 * module, with `version` and a folder per card that it drives.
 */
export function nvidiaHardware(
  sys = '/sys/bus/pci/devices',
  driver = '/proc/driver/nvidia',
  supplies = '/sys/class/power_supply',
): GpuHardware {
  const cards = list(sys).filter(
    (device) =>
      read(`${sys}/${device}/vendor`) === '0x10de' && (read(`${sys}/${device}/class`) ?? '').startsWith('0x03'),
  );
  const driven = list(`${driver}/gpus`);
  // Of the others, nouveau's or one given to a virtual machine, nvidia-smi knows nothing, asleep or not.
  const own = cards.filter((device) => (driverOf(`${sys}/${device}`) ?? 'nvidia') === 'nvidia');
  return {
    card: cards.length > 0,
    driver: read(`${driver}/version`) !== null,
    power: own.flatMap((device) => read(`${sys}/${device}/power/runtime_status`) ?? []),
    sleeps: driven.length > 0 && driven.every((device) => mayPowerOff(read(`${driver}/gpus/${device}/power`))),
    // The computer's own battery: a mouse has one too, with the scope "Device".
    battery: list(supplies).some(
      (supply) =>
        read(`${supplies}/${supply}/type`) === 'Battery' &&
        read(`${supplies}/${supply}/status`) === 'Discharging' &&
        read(`${supplies}/${supply}/scope`) !== 'Device',
    ),
  };
}

/** The kernel driver that a PCI device is bound to; null: none, or unknown. */
function driverOf(device: string): string | null {
  try {
    return basename(readlinkSync(`${device}/driver`));
  } catch {
    return null; // Not bound.
  }
}
