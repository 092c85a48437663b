import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { alive } from '../../lab/paths.ts';

/** `npm test` starts the lab's engine and then waits, blocked, for a suite that kills it: nobody collects the dead. */
test('a process that exited counts as dead even if its parent has not waited for it', async () => {
  // The shell begins a child and becomes a program that never waits for it.
  const parent = spawn('sh', ['-c', 'sleep 2 & echo $!; exec sleep 30'], { stdio: ['ignore', 'pipe', 'ignore'] });
  try {
    const [line] = await once(parent.stdout, 'data');
    const child = Number(String(line));
    expect(alive(child)).toBe(true);
    await expect.poll(() => alive(child), { timeout: 20_000 }).toBe(false);
    expect(readFileSync(`/proc/${child}/stat`, 'utf8')).toMatch(/\) Z /);
  } finally {
    parent.kill();
  }
});
