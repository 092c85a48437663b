import { globSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { BaseSequencer, startVitest, type TestSpecification } from 'vitest/node';
import { LAB, ROOT } from '../lab/paths.ts';
import { instrument, type Mutant } from './instrument.ts';

/**
 * `npm run mutate [-- [--tests=FOLDER] FILE|FOLDER…]`: which mutants of electron/core the unit tests notice, file by file.
 * `--tests`: for a quick look, only those in this folder.
 */

const DEMANDED = 0.9;
const { values, positionals: asked } = parseArgs({
  allowPositionals: true,
  options: { tests: { type: 'string', default: 'test/unit/core' } },
});
const files = (asked.length > 0 ? asked : ['electron/core'])
  .map((path) => resolve(path))
  .flatMap((path) => (statSync(path).isDirectory() ? globSync(join(path, '**/*.ts')) : [path]))
  .sort();
const folder = join(LAB, 'mutation');
const notes = join(folder, `notes-${process.pid}.jsonl`);
mkdirSync(folder, { recursive: true });
rmSync(notes, { force: true });
writeFileSync(notes, '');

const { mutants, texts } = await instrument(files);

/** Whole flows last: what a small test notices need not be tried on them. */
class SmallFirst extends BaseSequencer {
  override async sort(specifications: TestSpecification[]): Promise<TestSpecification[]> {
    const weight = ({ moduleId }: TestSpecification): number =>
      statSync(moduleId).size + (moduleId.includes('/control/') ? 1_000_000 : 0);
    return specifications.sort((a, b) => weight(a) - weight(b));
  }
}

const vitest = await startVitest(
  'test',
  [],
  {
    config: false,
    root: ROOT,
    watch: false,
    related: files,
    include: [`${values.tests}/**/*.test.ts`],
    // Sweeps over hundreds of situations for each mutant would take days.
    exclude: ['**/*.property.test.ts', '**/flows.{faults,crash,meanwhile}.test.ts'],
    pool: 'forks',
    maxWorkers: 1,
    isolate: false,
    // Its key knows nothing of the mutants, so it would answer with those of an earlier run.
    fsModuleCache: false,
    runner: join(ROOT, 'test/mutate/runner.ts'),
    env: { MUTANTS: String(mutants.length), MUTATION_NOTES: notes },
    testTimeout: 60_000,
    expect: { poll: { timeout: 1000 } },
    sequence: { sequencer: SmallFirst },
    dangerouslyIgnoreUnhandledErrors: true,
    reporters: ['dot'],
    silent: true,
    update: false,
  },
  {
    define: { APP_VERSION: '"0.0.0-test"' },
    plugins: [{ name: 'mutants', enforce: 'pre', load: (id) => texts.get(id) ?? null }],
  },
);
await vitest.close();

const told = readFileSync(notes, 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line): { what: string; id: string } => JSON.parse(line));
const having = (what: string) => new Set(told.filter((each) => each.what === what).map(({ id }) => id));
const [reached, imported, killed, hung] = [having('reached'), having('imported'), having('killed'), having('hung')];
/** What is computed as a file is imported cannot be switched afterwards. */
const isFixed = ({ id }: Mutant): boolean => imported.has(id) && !reached.has(id);
const lives = ({ id }: Mutant): boolean => !killed.has(id) && !hung.has(id);
const flat = (text: string): string => text.replace(/\s+/g, ' ').slice(0, 100);
let weak = 0;
for (const file of files) {
  const own = mutants.filter((mutant) => mutant.file === relative(ROOT, file) && !isFixed(mutant));
  if (own.length === 0) continue;
  const left = own.filter(lives);
  const share = 1 - left.length / own.length;
  if (share < DEMANDED) weak += 1;
  console.log(
    `\n${relative(ROOT, file)}: ${own.length - left.length} of ${own.length} (${Math.floor(share * 100)} %)` +
      `, ${own.filter(({ id }) => hung.has(id)).length} of them by hanging`,
  );
  for (const { id, line, original, replacement } of left) {
    console.log(`  ${line}${reached.has(id) ? '' : ' (not reached)'}: ${flat(original)} → ${flat(replacement)}`);
  }
}
console.log(`\n${weak} of ${files.length} files below ${DEMANDED * 100} %`);
process.exitCode = weak > 0 ? 1 : 0;
