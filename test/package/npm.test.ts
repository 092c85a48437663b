import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { makeNpmPackage } from '../../build/package/npm-package.ts';
import { ROOT } from '../lab/paths.ts';
import { must } from '../lab/shell.ts';

/** The command line alone, as `npm install --global` puts it on a computer without a desktop. */
const folder = mkdtempSync(join(tmpdir(), 'npm-package-'));
/** A user's, without what the npm that runs these tests sets for this project. */
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('npm_')));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

// The bundles are there already; new ones would be newer than the packaged app.
test('plain npm pack makes a package of the command line that brings no others along', () => {
  const to = join(folder, 'plain');
  mkdirSync(to);
  const [packed = ''] = must('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', to, ROOT], { env })
    .trim()
    .split('\n')
    .slice(-1);
  must('npm', ['install', '--global', '--offline', '--silent', '--prefix', to, join(to, packed)], { env });
  expect(readdirSync(join(to, 'lib', 'node_modules'))).toEqual(['jenkins-tray']);
  expect(readdirSync(join(to, 'lib', 'node_modules', 'jenkins-tray'))).not.toContain('node_modules');
  expect(must(join(to, 'bin', 'jenkins-tray'), ['config', 'path', '--config', to])).toContain('settings.json');
});

test('npm installs the command line as one package, without the network, and it runs', () => {
  const packed = makeNpmPackage(ROOT, folder);
  // docs/install.md says how much there is to download.
  expect(statSync(packed).size).toBeLessThan(950_000);
  must('npm', ['install', '--global', '--offline', '--silent', '--prefix', folder, packed], { env });
  expect(readdirSync(join(folder, 'lib', 'node_modules'))).toEqual(['jenkins-tray']);
  const installed = join(folder, 'lib', 'node_modules', 'jenkins-tray');
  expect(readdirSync(installed).sort()).toEqual(['LICENSE', 'assets', 'out', 'package.json']);
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  expect(must(join(folder, 'bin', 'jenkins-tray'), ['--version']).trim()).toBe(version);
  // Loads dockerode and the recipes, too.
  expect(must(join(folder, 'bin', 'jenkins-tray'), ['config', 'list', '--config', join(folder, 'c')])).toContain(
    'ports.dood',
  );
});
