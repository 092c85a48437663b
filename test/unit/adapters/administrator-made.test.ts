import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { administratorMade } from '../../../electron/adapters/administrator-made.ts';
import { createPathLook } from '../../../electron/adapters/path-look.ts';

test('a home says whether its administrator was made by the app, where it can be seen', async () => {
  const home = mkdtempSync(join(tmpdir(), 'administrator-'));
  const look = createPathLook();
  try {
    expect(await administratorMade(home, look)).toBeNull();
    expect(await administratorMade('a-volume', look)).toBeNull();
    mkdirSync(join(home, '.jenkins-tray'));
    writeFileSync(join(home, '.jenkins-tray', 'marker.json'), '{}');
    expect(await administratorMade(home, look)).toBe(false);
    writeFileSync(join(home, '.jenkins-tray', 'administrator'), 'admin\n');
    expect(await administratorMade(home, look)).toBe(true);
  } finally {
    rmSync(home, { recursive: true });
  }
});
