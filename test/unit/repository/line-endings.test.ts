import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../../lab/paths.ts';
import { git, inRepository } from '../../lab/repository.ts';

/** What is run by a shell, most of it in containers: a line that ends in CR ends there with 127. */
const SCRIPTS = ['assets/docker', 'test/lab/bin', 'test/lab/images', 'test/lab/nvidia-smi', '.ci/run', '.githooks'];

function filesBelow(path: string): readonly string[] {
  if (statSync(path).isFile()) return [path];
  return readdirSync(path).flatMap((name) => filesBelow(join(path, name)));
}

test.skipIf(!inRepository)('scripts have LF in a clone that asks for CRLF', () => {
  const folder = mkdtempSync(join(tmpdir(), 'jenkins-tray-clone-'));
  try {
    git('clone', '--quiet', '--config', 'core.autocrlf=true', ROOT, folder);
    const scripts = SCRIPTS.flatMap((path) => filesBelow(join(folder, path)));
    expect(scripts.length).toBeGreaterThan(20);
    expect(scripts.filter((path) => readFileSync(path).includes('\r'))).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
