import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { BUNDLED } from '../../../build/package/bundled.ts';
import { sbom, shipped } from '../../../build/package/third-party.ts';
import { ROOT } from '../../lab/paths.ts';

/** Licences under which packages may be part of an app that is passed on: their text is enough. */
const PERMISSIVE = [
  'MIT',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'Unlicense',
  'Python-2.0',
];
/** And of tools, which are not passed on. */
const OF_TOOLS = ['MPL-2.0', 'WTFPL', 'CC0-1.0', 'CC-BY-4.0'];
/** Their package.json names a licence file in an older form; each file was read. */
const READ: Readonly<Record<string, string>> = {
  'node_modules/buildcheck': 'MIT',
  'node_modules/cpu-features': 'MIT',
  'node_modules/ssh2': 'MIT',
};

const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string(),
      license: z.optional(z.string()),
      hasInstallScript: z.optional(z.boolean()),
      resolved: z.optional(z.string()),
      integrity: z.optional(z.string()),
    }),
  ),
});
const read = (name: string): unknown => JSON.parse(readFileSync(join(ROOT, name), 'utf8'));
const packages = Object.entries(lockSchema.parse(read('package-lock.json')).packages).filter(([path]) => path !== '');

/** `(MIT OR CC0-1.0)`: one of them is enough. */
const allows = (licence: string, allowed: readonly string[]): boolean =>
  licence
    .replace(/[()]/g, '')
    .split(' OR ')
    .some((one) => allowed.includes(one));

test('every package has a licence that lets this app be passed on', () => {
  const passedOn = new Set(shipped(ROOT).map(({ location }) => location));
  expect(passedOn.size).toBeGreaterThan(100);
  const refused = packages.flatMap(([path, { license }]) => {
    const licence = license ?? READ[path] ?? 'none';
    const allowed = passedOn.has(path) ? PERMISSIVE : [...PERMISSIVE, ...OF_TOOLS];
    return allows(licence, allowed) ? [] : [`${path}: ${licence}`];
  });
  expect(packages.length).toBeGreaterThan(300);
  expect(refused).toEqual([]);
});

test('every package is pinned by the hash of its content', () => {
  expect(packages.filter(([, { integrity }]) => !integrity?.startsWith('sha512-')).map(([path]) => path)).toEqual([]);
});

test('a package with an install script is allowed or refused by name', () => {
  const { allowScripts } = z.object({ allowScripts: z.record(z.string(), z.boolean()) }).parse(read('package.json'));
  const named = packages.flatMap(([path, { hasInstallScript }]) =>
    hasInstallScript === true ? [path.replace(/^.*node_modules\//, '')] : [],
  );
  expect(named.filter((name) => !(name in allowScripts))).toEqual([]);
  expect(Object.keys(allowScripts).filter((name) => allowScripts[name])).toEqual(['node']);
});

test('what app, command line and window import is what is named as shipped, and none of it is installed with them', () => {
  const sources = ['electron', 'renderer'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name))
      .map((name) => readFileSync(join(ROOT, folder, name), 'utf8')),
  );
  const named = sources.flatMap((text) =>
    [...text.matchAll(/(?:\bfrom |\bimport |\bimport\()'((?:@[a-z\d-]+\/)?[a-z][a-z\d-]*)(?:\/[^']*)?'/g)].map(
      ([, name = '']) => name,
    ),
  );
  const imported = new Set(named.filter((name) => name !== 'electron' && name !== 'node'));
  expect([...imported].sort()).toEqual([...BUNDLED].sort());
  // Else `npm install --global` of the checkout would install all that the bundles hold already.
  expect(read('package.json')).not.toHaveProperty('dependencies');
});

test('the list of parts has each as installed, not as a tool, which scanners pass over', () => {
  const { components }: { components: { type: string; name: string; scope?: string; properties?: unknown }[] } =
    JSON.parse(sbom(ROOT, {}, new Date(0)));
  expect(components.length).toBeGreaterThan(100);
  expect(components.filter(({ properties }) => JSON.stringify(properties)?.includes('development'))).toEqual([]);
  const optional = components.filter(({ scope }) => scope !== 'required').map(({ name }) => name);
  expect(optional).toEqual(['buildcheck', 'cpu-features', 'nan']);
});
