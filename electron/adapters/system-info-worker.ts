import { existsSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import si from 'systeminformation';

/** Runs in a worker thread: systeminformation starts programs synchronously and would block the app for seconds. */
async function look(path: string) {
  // With NVIDIA's driver the GPUs are known, and systeminformation would run nvidia-smi without a deadline.
  const controllers = existsSync('/proc/driver/nvidia/version') ? [] : (await si.graphics()).controllers;
  const [memory, disks, battery] = await Promise.all([si.mem(), si.fsSize(), si.battery()]);
  const below = disks.filter(({ mount }) => path === mount || path.startsWith(mount === '/' ? '/' : `${mount}/`));
  const disk = below.sort((a, b) => b.mount.length - a.mount.length)[0];
  return {
    controllers: controllers.map(({ vendor, model }) => ({ vendor, model })),
    memory: { usedBytes: memory.active, totalBytes: memory.total },
    disk: disk === undefined ? null : { mount: disk.mount, usedBytes: disk.used, totalBytes: disk.size },
    battery: battery.hasBattery ? { percent: battery.percent, charging: battery.isCharging } : null,
  };
}

parentPort?.on('message', (path: string) => {
  look(path).then(
    (info) => parentPort?.postMessage({ info }),
    (error: unknown) => parentPort?.postMessage({ error: String(error) }),
  );
});
