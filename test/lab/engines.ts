import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { release } from 'node:os';
import { join } from 'node:path';
import { FailureError } from '../../electron/shared/failure.ts';
import { up } from './engine.ts';
import { engineTable, type Row } from './engine-table.ts';
import { type HostEngine, hostEngine } from './host-engine.ts';
import { type HostEngineName, MOBY } from './host-engines.ts';
import { LAB, ROOT } from './paths.ts';

/**
 * `npm run engines [-- NAME…]`: the main job on each engine as host's and as nested one, and the nested engine on each bare
 * base; engines of other kinds are refused. NAME, such as `26.1/today` or `sid`, runs one alone. Results are kept in the
 * lab and written as tables into docs/engines.md.
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
      (thrown: unknown) => `${thrown}${thrown instanceof FailureError ? `\n${thrown.failure.detail}` : ''}`,
    );
    seen[name] = failure === null;
    const took = `${((Date.now() - began) / 1000).toFixed(1)} s`;
    console.log(`  ${failure === null ? '✓' : '✗'} ${name} (${took})${failure === null ? '' : `\n${failure}`}`);
    if (failure !== null) break;
  }
  return seen;
}

/** The host of the pair before: with the same engine it is used again, since it has built Jenkins' image. */
let last: { readonly name: HostEngineName; readonly host: HostEngine } | null = null;
function removeHost(): void {
  last?.host.remove();
  last = null;
}

async function pair(name: HostEngineName, nested: HostEngineName): Promise<Row> {
  console.log(`\n${name} as the host's engine, ${nested} nested`);
  if (last?.name !== name) {
    removeHost();
    last = { name, host: await hostEngine(name) };
  }
  const { host } = last;
  const version = name === 'today' ? name : host.version;
  const parts = await inTurn(pairParts(host, nested));
  if (Object.values(parts).includes(false)) removeHost();
  return { cells: [version, nested], parts };
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

/** A row of a table, by its name on the command line; `cells` as long as it has not run. */
interface Try {
  readonly name: string;
  readonly cells: readonly string[];
  readonly run: () => Promise<Row>;
}
const pairs = PAIRS.map(([host, nested]): Try => {
  return { name: `${host}/${nested}`, cells: [host, nested], run: () => pair(host, nested) };
});
const bases = SUITES.map((suite): Try => ({ name: suite, cells: [`Debian ${suite}`, ''], run: () => base(suite) }));
const kinds = (['podman', 'rootless'] as const).map((name): Try => {
  const { title, code } = KINDS[name];
  return { name, cells: [title, `\`${code}\``], run: () => kind(name) };
});
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
removeHost();
const rows = (tries: readonly Try[]): Row[] => tries.map(({ name, cells }) => results[name] ?? { cells, parts: {} });
const cgroup = existsSync('/sys/fs/cgroup/cgroup.controllers') ? 'v2' : 'v1';
const machine = `Linux ${release().split('-')[0]}, cgroup ${cgroup}`;
writeFileSync(
  join(ROOT, 'docs', 'engines.md'),
  engineTable({ pairs: rows(pairs), bases: rows(bases), kinds: rows(kinds) }, { machine, today: MOBY }),
);
