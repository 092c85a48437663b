import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { nvidiaFaults } from '../../../electron/adapters/kernel-log.ts';

test('a log that is not readable, or not there, is empty', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'jt-log-'));
  const program = join(folder, 'journalctl');
  writeFileSync(program, '#!/bin/sh\necho "$*"; echo hint >&2; exit 1\n', { mode: 0o755 });
  expect(await nvidiaFaults(program)).toBe('-k -b -q --no-pager -o short-unix -n 200 -g NVRM: Xid\n');
  expect(await nvidiaFaults(join(folder, 'missing'))).toBe('');
  rmSync(folder, { recursive: true });
});
