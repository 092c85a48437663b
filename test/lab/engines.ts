import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { release } from 'node:os';
import { join } from 'node:path';
import { up } from './engine.ts';
import { engineTable, type Row } from './engine-table.ts';
import { hostEngine } from './host-engine.ts';
import { type HostEngineName, MOBY } from './host-engines.ts';
import { LAB, ROOT } from './paths.ts';

/**
 * `npm run engines [-- NAME…]`: the main job on each engine as host's and as nested one, and the nested engine on each bare
 * base; engines of other kinds are refused. NAME, such as `26.1/today` or `sid`, runs one alone. Results are kept in the lab; once there is one of each, they
 * are written as tables into docs/engines.md.
 */
process.env.DOCKER_HOST = (await up()).dockerHost;
const { pairParts } = await import('./engine-pair.ts');
const { baseEngine, baseParts, removeBase, SUITES } = await import('./bare-bases.ts');
const { KINDS, kindParts, removeKind, version } = await import('./other-kinds.ts');

/** The pairs that matter: every host's engine with the newest nested one, and the newest host's with the others. */
const PAIRS: readonly (readonly [HostEngineName, HostEngineName])[] = [
  ['20.10', '26.1'],
  ['20.10', 'today'],
  ['26.1', '26.1'],
  ['26.1', 'today'],
  ['28.5', '28.5'],
  ['28.5', 'today'],
  ['today', '20.10'],
  ['today', '26.1'],
  ['today', 'today'],
];

/** Runs each column's part in turn; the first failure ends the row, since the later parts build on it. */
async function inTurn(parts: Record<string, () => Promise<void>>): Promise<Record<string, boolean>> {
  const seen: Record<string, boolean> = {};
  for (const [name, part] of Object.entries(parts)) {
    const began = Date.now();
    const failure = await part().then(
      () => null,
      (thrown: unknown) => String(thrown),
    );
    seen[name] = failure === null;
    const took = `${((Date.now() - began) / 1000).toFixed(1)} s`;
    console.log(`  ${failure === null ? '✓' : '✗'} ${name} (${took})${failure === null ? '' : `\n${failure}`}`);
    if (failure !== null) break;
  }
  return seen;
}

async function pair(name: HostEngineName, nested: HostEngineName): Promise<Row> {
  console.log(`\n${name} as the host's engine, ${nested} nested`);
  const host = await hostEngine(name);
  try {
    const version = name === 'today' ? name : host.version;
    return { cells: [version, nested], parts: await inTurn(pairParts(host, nested)) };
  } finally {
    host.remove();
  }
}

async function base(suite: (typeof SUITES)[number]): Promise<Row> {
  console.log(`\nDebian ${suite} as the base of the nested engine`);
  try {
    const parts = await inTurn(baseParts(suite));
    return { cells: [`Debian ${suite}`, baseEngine() ?? '?'], parts };
  } finally {
    removeBase();
  }
}

async function kind(name: keyof typeof KINDS): Promise<Row> {
  const { title, code } = KINDS[name];
  console.log(`\n${title}, which is refused`);
  try {
    const parts = await inTurn(kindParts(name));
    return { cells: [`${title} ${version() ?? '?'}`, `\`${code}\``], parts };
  } finally {
    removeKind();
  }
}

const pairs = PAIRS.map(([host, nested]) => ({ name: `${host}/${nested}`, run: () => pair(host, nested) }));
const bases = SUITES.map((suite) => ({ name: suite, run: () => base(suite) }));
const kinds = (['podman', 'rootless'] as const).map((name) => ({ name, run: () => kind(name) }));
const file = join(LAB, 'engines.json');
const results: Record<string, Row> = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
const all = [...pairs, ...bases, ...kinds];
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !all.some((it) => it.name === name));
if (unknown.length > 0) throw new Error(`${unknown.join(', ')}: not one of ${all.map(({ name }) => name).join(', ')}`);
for (const { name, run } of all.filter((it) => asked.length === 0 || asked.includes(it.name))) {
  const row = await run();
  results[name] = row;
  writeFileSync(file, JSON.stringify(results, null, 2));
  if (!Object.values(row.parts).every(Boolean)) process.exitCode = 1;
}
const rows = (kind: typeof all): Row[] => kind.flatMap(({ name }) => results[name] ?? []);
if (rows(all).length === all.length) {
  const cgroup = existsSync('/sys/fs/cgroup/cgroup.controllers') ? 'v2' : 'v1';
  const machine = `Linux ${release().split('-')[0]}, cgroup ${cgroup}`;
  writeFileSync(
    join(ROOT, 'docs', 'engines.md'),
    engineTable({ pairs: rows(pairs), bases: rows(bases), kinds: rows(kinds) }, { machine, today: MOBY }),
  );
}
