import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { linksOf } from '../../../electron/adapters/home-links.ts';
import { mentionsIn } from '../../../electron/adapters/home-mentions.ts';
import { createPathLook } from '../../../electron/adapters/path-look.ts';

let home = '';
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'home mentions-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(join(home, path, '..'), { recursive: true });
  writeFileSync(join(home, path), text);
}

test('configuration that names tcp://docker: is found, builds and other hosts are not', async () => {
  write('config.xml', '<dockerHost><uri>tcp://docker:2376</uri></dockerHost>');
  write('jobs/a folder/jobs/train/config.xml', '<command>DOCKER_HOST=tcp://docker:2376 docker ps</command>');
  write('jobs/train/builds/1/build.xml', 'tcp://docker:2376');
  write('jobs/other/config.xml', 'tcp://docker.example:2376');
  const found = await mentionsIn(home, 'tcp://docker:', createPathLook());
  expect([...found].sort()).toEqual(['config.xml', 'jobs/a folder/jobs/train/config.xml']);
});

test('links of a home to somewhere else are found, with absolute targets', async () => {
  symlinkSync('/mnt/big disk/jobs', join(home, 'jobs'));
  symlinkSync('../elsewhere', join(home, 'workspace'));
  symlinkSync('plugins-1', join(home, 'plugins'));
  const found = await linksOf(home, createPathLook());
  expect([...found].sort((a, b) => a.name.localeCompare(b.name))).toEqual([
    { name: 'jobs', target: '/mnt/big disk/jobs' },
    { name: 'workspace', target: join(tmpdir(), 'elsewhere') },
  ]);
});

test('a home that cannot be looked into has neither', async () => {
  expect(await mentionsIn(join(home, 'none'), 'x', createPathLook())).toEqual([]);
  expect(await linksOf(join(home, 'none'), createPathLook())).toEqual([]);
});
