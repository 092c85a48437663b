import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createFaultLog } from '../../../electron/adapters/kernel-log.ts';

const folder = mkdtempSync(join(tmpdir(), 'jt-log-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the log is read whole once, then what was added, and what was found stays', async () => {
  const program = join(folder, 'journalctl');
  writeFileSync(program, '#!/bin/sh\necho "$*"; echo hint >&2; exit 1\n', { mode: 0o755 });
  const read = createFaultLog(program);
  const whole = '-k -b -q --no-pager -o short-unix -n 200 -g NVRM: Xid\n';
  expect(await read()).toBe(whole);
  expect((await read()).replace(/@\d+/, '@N')).toBe(`${whole}${whole.trimEnd()} --since=@N\n`);
});

test('without journalctl nothing is known', async () => {
  expect(await createFaultLog(join(folder, 'missing'))()).toBe('');
});
