import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { ROOT } from '../../lab/paths.ts';

test('the program that npm links to the PATH names Node in its first line, also below a banner', async () => {
  expect(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).bin).toEqual({ 'jenkins-tray': 'out/cli.js' });
  const made = await build({
    entryPoints: [join(ROOT, 'electron', 'cli.ts')],
    platform: 'node',
    banner: { js: 'const banner = true;' },
    write: false,
  });
  expect(made.outputFiles[0]?.text).toMatch(/^#!\/usr\/bin\/env node\n/);
});
