import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { hostname } from 'node:os';
import type { Computer } from '../core/world/host.ts';

/** As systemd and D-Bus store it, once per installation. */
const MACHINE_IDS = ['/etc/machine-id', '/var/lib/dbus/machine-id'];

/** This computer. Its machine id must not be shown (machine-id(5)), so it is hashed. */
export function thisComputer(): Computer {
  const name = hostname().replace(/[^\w.-]/g, '-') || '-';
  return {
    name,
    id: createHash('sha256')
      .update(`jenkins-tray ${machineId() ?? name}`)
      .digest('hex')
      .slice(0, 16),
  };
}

function machineId(): string | null {
  for (const path of MACHINE_IDS) {
    try {
      const id = fs.readFileSync(path, 'utf8').trim();
      if (id !== '' && id !== 'uninitialized') return id;
    } catch {
      // The next one.
    }
  }
  return null;
}
