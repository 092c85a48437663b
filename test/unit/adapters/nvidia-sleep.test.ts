import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { nvidiaMaySleep } from '../../../electron/adapters/nvidia-sleep.ts';

test('a card that the driver may power off, or that sleeps, would be kept awake', () => {
  const root = mkdtempSync(join(tmpdir(), 'jt-sleep-'));
  const put = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), `${text}\n`);
  };
  const look = () => nvidiaMaySleep(join(root, 'gpus'), join(root, 'drm'));
  expect(look()).toBe(false);
  put('gpus/0000:01:00.0/power', 'Runtime D3 status:          Not supported');
  put('drm/card0/device/vendor', '0x10de');
  put('drm/card0/device/power/runtime_status', 'active');
  put('drm/card1/device/vendor', '0x8086');
  put('drm/card1/device/power/runtime_status', 'suspended');
  expect(look()).toBe(false);
  put('drm/card0/device/power/runtime_status', 'suspended');
  expect(look()).toBe(true);
  put('drm/card0/device/power/runtime_status', 'active');
  put('gpus/0000:01:00.0/power', 'Runtime D3 status:          Enabled (fine-grained)');
  expect(look()).toBe(true);
  rmSync(root, { recursive: true });
});
