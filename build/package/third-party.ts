import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUNDLED } from './bundled.ts';

interface Bom {
  serialNumber?: string;
  metadata: { timestamp: string };
  components: Component[];
  dependencies: { ref: string; dependsOn: string[] }[];
}

interface Component {
  'bom-ref'?: string;
  name: string;
  version: string;
  type: string;
  purl?: string;
  licenses?: unknown;
  scope?: string;
  properties?: { name: string; value: string }[];
}

interface Shipped {
  readonly name: string;
  readonly version: string;
  readonly location: string;
  /** Left out where it cannot be built. */
  readonly optional?: boolean;
}

/** Every npm package that runs in app or command line, by the lock file: what the bundles hold, with what that needs. */
export function shipped(root: string): readonly Shipped[] {
  const wanted = BUNDLED.flatMap((name) => [`:root > [name="${name}"]`, `:root > [name="${name}"] *`]).join(', ');
  const asked = ['query', wanted, '--package-lock-only'];
  return JSON.parse(execFileSync('npm', asked, { cwd: root, encoding: 'utf8', maxBuffer: 1e8 }));
}

/**
 * The list of parts in CycloneDX, as npm makes it of the lock file, with the runtimes beside it. Without npm's random
 * serial number and with the commit's date, so that one commit always gives the same. Not by npm's `--omit dev`, which
 * leaves out all: the checkout installs its packages as tools. Scanners pass over those, so here they are none.
 */
export function sbom(root: string, runtimes: Readonly<Record<string, string>>, date: Date): string {
  const asked = ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'];
  const bom: Bom = JSON.parse(execFileSync('npm', asked, { cwd: root, encoding: 'utf8', maxBuffer: 1e8 }));
  delete bom.serialNumber;
  bom.metadata.timestamp = date.toISOString();
  const ours = new Map(shipped(root).map((it) => [`${it.name}@${it.version}`, it.optional === true]));
  bom.components = bom.components.flatMap(({ properties = [], ...it }) => {
    const isOptional = ours.get(`${it.name}@${it.version}`);
    if (isOptional === undefined) return [];
    const told = properties.filter(({ name }) => name !== 'cdx:npm:package:development');
    return [{ ...it, scope: isOptional ? 'optional' : 'required', properties: told }];
  });
  const left = new Set(bom.components.map((it) => it['bom-ref']));
  bom.dependencies = bom.dependencies
    .filter(({ ref }) => left.has(ref) || !bom.dependencies.some(({ dependsOn }) => dependsOn.includes(ref)))
    .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((it) => left.has(it)) }));
  const made = Object.entries(runtimes).map(([name, version]) => ({ type: 'platform', name, version }));
  bom.components.push(...made);
  return JSON.stringify(bom, null, 2);
}

/**
 * Name, version and licence text of the Node in the command line's executable, and of every npm package that runs in app
 * or command line. Electron brings its own list.
 */
export function licences(root: string): string {
  const sections = [...shipped(root)]
    .sort((a, b) => (a.location < b.location ? -1 : 1))
    .map(({ name, version, location }) => `${name} ${version}\n\n${licenceText(join(root, location))}`);
  return [nodeLicence(root), ...sections].join(`\n${'-'.repeat(78)}\n`);
}

/** Of the Node in node_modules, with V8, OpenSSL and the others that it contains. */
function nodeLicence(root: string): string {
  const folder = join(root, 'node_modules', 'node', 'node_modules', `node-${process.platform}-${process.arch}`);
  return `Node.js ${process.versions.node}\n\n${readFileSync(join(folder, 'LICENSE'), 'utf8')}`;
}

/** The licence's own file, or its name where the package has none. */
function licenceText(folder: string): string {
  let names: string[];
  try {
    names = readdirSync(folder).filter((name) => /^(licen[cs]e|copying)(\.|-|$)/i.test(name));
  } catch {
    // Optional, for another system.
    return 'not part of this package\n';
  }
  if (names.length > 0) return names.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n');
  const { license }: { license?: unknown } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return `Licence: ${typeof license === 'string' ? license : 'see its page'}\n`;
}

/** Debian's machine-readable copyright file. */
export function copyright(licence: string, { name, page }: { readonly name: string; readonly page: string }): string {
  const text = licence
    .trim()
    .split('\n')
    .slice(2)
    .map((line) => (line.trim() === '' ? ' .' : ` ${line}`))
    .join('\n');
  return `Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: jenkins-tray
Source: ${page}
Comment: Electron and Chromium are in /opt/jenkins-tray with LICENSE.electron.txt and
 LICENSES.chromium.html; npm packages are in resources/third-party-licences.txt.

Files: *
Copyright: 2026 ${name}
License: Expat
${text}
`;
}
