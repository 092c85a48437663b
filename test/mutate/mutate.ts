import { globSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { BaseSequencer, startVitest, type TestSpecification } from 'vitest/node';
import { LAB, ROOT } from '../lab/paths.ts';
import { instrument } from './instrument.ts';
import { report } from './report.ts';

/**
 * `npm run mutate [-- [--tests=FOLDER|FILE]… FILE|FOLDER…]`: which mutants of electron/core the unit tests notice, file by file.
 * `--tests`: for a quick look, only these, or those in these folders.
 */

const { values, positionals: asked } = parseArgs({
  allowPositionals: true,
  options: { tests: { type: 'string', multiple: true, default: ['test/unit/core'] } },
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
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    console.log('Ended before its time: what was not tried counts as not noticed.');
    report(mutants, notes);
    process.exit(2);
  });
}

/** Whole flows last: what a small test notices need not be tried on them. */
class SmallFirst extends BaseSequencer {
  override async sort(specifications: TestSpecification[]): Promise<TestSpecification[]> {
    const weight = ({ moduleId }: TestSpecification): number =>
      statSync(moduleId).size + (moduleId.includes('/flows.') ? 1_000_000 : 0);
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
    include: values.tests.map((path) => (path.endsWith('.ts') ? path : `${path}/**/*.test.ts`)),
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
    update: 'none',
  },
  {
    define: { APP_VERSION: '"0.0.0-test"' },
    plugins: [{ name: 'mutants', enforce: 'pre', load: (id) => texts.get(id) ?? null }],
  },
);
await vitest.close();

process.exitCode = report(mutants, notes) > 0 ? 1 : 0;
