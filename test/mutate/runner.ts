import { appendFileSync } from 'node:fs';
import {
  type RunnerTestCase,
  type RunnerTestFile,
  type RunnerTestSuite,
  TestRunner,
  type TestTryOptions,
} from 'vitest';

/**
 * Runs each test once as it is, and then again for each mutant that it reached and that still lives. All in one warm
 * process: a mutant costs the milliseconds of its tests, not a start of the test runner.
 */

class Hung extends Error {}

interface Switches {
  readonly activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  mutantCoverage?: { static: Record<string, number>; perTest: Record<string, Record<string, number>> };
}
const shared: typeof globalThis & { __stryker__?: Switches; __killed__?: Set<string>; __reached__?: Set<string> } =
  globalThis;
shared.__stryker__ ??= {};
shared.__killed__ ??= new Set();
shared.__reached__ ??= new Set();
const switches = shared.__stryker__;
/** Which mutant is on, how often any switch was asked meanwhile, and how often it may be: an endless loop ends by this. */
const now: { mutant: string | undefined; asked: number; most: number } = {
  mutant: undefined,
  asked: 0,
  most: Number.POSITIVE_INFINITY,
};
Object.defineProperty(switches, 'activeMutant', {
  configurable: true,
  get() {
    now.asked += 1;
    if (now.asked > now.most) throw new Hung();
    return now.mutant;
  },
});
const killed = shared.__killed__;
const reached = shared.__reached__;

/** Many times longer than any test takes; a mutant that hangs ends by this, or by how often it asks. */
const PATIENCE_MS = 600;
/** On a busy machine that time passes while the process stands still: it gets so many turns afterwards. */
const TURNS = 100;
/** A test that computes for longer tries hundreds of situations; for each mutant, that would take days. */
const SWEEP_MS = 100;
/** Nor is one tried that waits for child processes. */
const WAITING_MS = 500;
/** One that asks so often, such as for a day of readings, is not even run to its end: it would take a minute. */
const SWEEP_ASKED = 500_000;
/** The flows of one file are alike: what these do not notice, the others there seldom do. */
const FLOWS_A_FILE = 6;
const MANY_ASKED = 100_000;
const MAX_REPEATS = 200;

const note = (what: string, id: string, test: string): void =>
  appendFileSync(process.env.MUTATION_NOTES ?? '', `${JSON.stringify({ what, id, test })}\n`);

const imported = new Set<string>();
const tries = new Map<string, number>();

async function withPatience(run: () => unknown, limit: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const hung = new Promise<never>((_, reject) => {
    const last = (turns: number): unknown => (turns === 0 ? reject(new Hung()) : setImmediate(last, turns - 1));
    timer = setTimeout(last, limit, TURNS);
  });
  try {
    await Promise.race([run(), hung]);
  } finally {
    clearTimeout(timer);
  }
}

function hasHooks(suite: RunnerTestSuite): boolean {
  const { beforeEach, afterEach } = TestRunner.getSuiteHooks(suite);
  return beforeEach.length > 0 || afterEach.length > 0 || (suite.suite !== undefined && hasHooks(suite.suite));
}

export default class MutantRunner extends TestRunner {
  #repeat = 0;
  #reached: string[] = [];
  #tookMs = 0;
  #lastedMs = 0;
  #asked = 0;
  #hasHooks = false;

  override onAfterRunFiles(files: RunnerTestFile[]): void {
    for (const id of Object.keys(switches.mutantCoverage?.static ?? {}).filter((each) => !imported.has(each))) {
      imported.add(id);
      note('imported', id, '');
    }
    super.onAfterRunFiles(files);
  }

  override async onBeforeRunTask(test: RunnerTestCase): Promise<void> {
    // What a hook prepares it must prepare again for each mutant; only vitest's own repetition does that.
    this.#hasHooks = hasHooks(test.suite ?? test.file);
    if (this.#hasHooks) test.repeats = Math.min(Number(process.env.MUTANTS), MAX_REPEATS);
    await super.onBeforeRunTask(test);
  }

  override onBeforeTryTask(test: RunnerTestCase, options: TestTryOptions): void {
    this.#repeat = options.repeats;
    super.onBeforeTryTask(test, options);
  }

  async runTask(test: RunnerTestCase): Promise<void> {
    const run = TestRunner.getTestFn(test);
    if (this.#repeat > 0) {
      await this.#mutated(test, run);
      return;
    }
    await this.#asItIs(test, run);
    if (this.#hasHooks) return;
    for (let repeats = 1; await this.#mutated(test, run); repeats += 1)
      super.onBeforeTryTask(test, { retry: 0, repeats });
  }

  async #asItIs(test: RunnerTestCase, run: () => unknown): Promise<void> {
    const began = process.cpuUsage();
    const start = performance.now();
    Object.assign(now, { asked: 0, most: SWEEP_ASKED });
    switches.currentTestId = test.id;
    let isSweep = false;
    try {
      await run();
    } catch (error) {
      isSweep = now.asked > SWEEP_ASKED;
      if (!isSweep) throw error;
    } finally {
      switches.currentTestId = undefined;
      now.most = Number.POSITIVE_INFINITY;
    }
    this.#asked = now.asked;
    this.#tookMs = process.cpuUsage(began).user / 1000;
    this.#lastedMs = performance.now() - start;
    this.#reached = Object.keys(switches.mutantCoverage?.perTest[test.id] ?? {});
    for (const id of this.#reached.filter((each) => !reached.has(each))) {
      reached.add(id);
      note('reached', id, test.name);
    }
    const isLong = isSweep || this.#tookMs > SWEEP_MS || this.#lastedMs > WAITING_MS;
    this.#reached = isLong ? [] : this.#reached.filter((id) => !killed.has(id));
  }

  #mayTry({ file }: RunnerTestCase, id: string): boolean {
    return !file.filepath.includes('/flows.') || (tries.get(`${file.id} ${id}`) ?? 0) < FLOWS_A_FILE;
  }

  /** Tries the next mutant; false: none is left. */
  async #mutated(test: RunnerTestCase, run: () => unknown): Promise<boolean> {
    const id = this.#reached.find((each) => !killed.has(each) && this.#mayTry(test, each));
    if (id === undefined) return false;
    tries.set(`${test.file.id} ${id}`, (tries.get(`${test.file.id} ${id}`) ?? 0) + 1);
    this.#reached = this.#reached.slice(this.#reached.indexOf(id) + 1);
    Object.assign(now, { mutant: id, asked: 0, most: MANY_ASKED + 20 * this.#asked });
    try {
      await withPatience(run, PATIENCE_MS + 20 * this.#tookMs + 5 * this.#lastedMs);
    } catch (error) {
      killed.add(id);
      note(error instanceof Hung ? 'hung' : 'killed', id, test.name);
    } finally {
      Object.assign(now, { mutant: undefined, most: Number.POSITIVE_INFINITY });
    }
    return true;
  }
}
