import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../../lab/paths.ts';

/** Runs a program whose reader closes its output at once; returns its exit code. */
async function readNoMore(script: string): Promise<number | null> {
  const { href } = new URL(`file://${join(ROOT, 'electron/cli/finish.ts')}`);
  const program = `
    import { allowClosedPipe, beginChange, finish } from ${JSON.stringify(href)};
    allowClosedPipe();
    const passed = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
    const print = async (stream) => {
      for (let line = 0; line < 20; line += 1) {
        stream.write('a step is done\\n');
        await passed(10);
      }
    };
    ${script}`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.destroy();
  child.stderr.destroy();
  return new Promise((resolve) => child.once('exit', resolve));
}

test('a reader that closes the pipe, as head does, ends what only prints, without an error', async () => {
  expect(await readNoMore('await print(process.stdout); finish(7);')).toBe(0);
});

test.each(['stdout', 'stderr'])('a change goes on to its own exit code after %s is closed', async (stream) => {
  expect(await readNoMore(`beginChange(); await print(process.${stream}); finish(7);`)).toBe(7);
});

test('messages that nobody reads end nothing', async () => {
  expect(await readNoMore('await print(process.stderr); finish(7);')).toBe(7);
});
