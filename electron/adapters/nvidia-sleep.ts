import { readdirSync, readFileSync } from 'node:fs';

/**
 * Whether the driver may power off this card, by its file `power`: "Enabled (fine-grained)", "Disabled by default", "Not
 * supported", "?". `power/control` is no sign of it, since Ubuntu sets it to `auto` for every NVIDIA card.
 */
export const mayPowerOff = (text: string | null): boolean => /^Runtime D3 status:\s+Enabled/m.test(text ?? '');

/**
 * Whether a program that holds an NVIDIA card would keep it awake: one that its driver may power off, or one that sleeps
 * now. Reads a few files, since it delays the start of the app; wakes no card.
 */
export function nvidiaMaySleep(driver = '/proc/driver/nvidia/gpus', drm = '/sys/class/drm'): boolean {
  if (list(driver).some((card) => mayPowerOff(read(`${driver}/${card}/power`)))) return true;
  return list(drm)
    .filter((name) => /^card\d+$/.test(name))
    .map((name) => `${drm}/${name}/device`)
    .some((device) => read(`${device}/vendor`) === '0x10de' && read(`${device}/power/runtime_status`) === 'suspended');
}

export function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return null; // Missing or not readable.
  }
}

export function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // A machine without a PCI bus, or without the driver.
  }
}
