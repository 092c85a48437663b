import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { electron } from './lab/electron.ts';
import { down, leftovers, up } from './lab/engine.ts';
import { LAB, ROOT, readState } from './lab/paths.ts';
import { counted } from './lab/report.ts';
import { desktopLeftovers } from './lab/stage.ts';

/** `npm test`: types, lint, unused exports, and every suite on the lab; the last line adds them all up. */

const total = { passed: 0, failed: 0, skipped: 0 };
/** What failed, told once more at the end: the failed tests' own output is far above. */
const told: string[] = [];
const bin = (name: string): string => join(ROOT, 'node_modules', '.bin', name);

async function spawned(
  title: string,
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<boolean> {
  console.log(`\n== ${title}`);
  const began = Date.now();
  const child = spawn(command, args, { stdio: 'inherit', cwd: ROOT, env });
  const [status] = await once(child, 'exit').catch((thrown: unknown) => [String(thrown)]);
  console.log(`== ${title}: ${status === 0 ? 'passed' : 'FAILED'} in ${((Date.now() - began) / 1000).toFixed(0)} s`);
  return status === 0;
}

/** A check that counts as one test. */
async function check(title: string, command: string, args: readonly string[]): Promise<void> {
  if (await spawned(title, command, args)) {
    total.passed += 1;
    return;
  }
  total.failed += 1;
  told.push(`${title} failed`);
}

/** Runs a vitest project; adds up its report, and prints what the sums would hide. */
async function suite(project: string, env: NodeJS.ProcessEnv): Promise<void> {
  const report = join(LAB, `report-${project}.json`);
  rmSync(report, { force: true });
  const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
  const args = ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile=${report}`];
  const fine = await spawned(project, bin('node'), [vitest, ...args], env);
  const { passed, failed, skipped, remarks } = counted(existsSync(report) ? readFileSync(report, 'utf8') : null, fine);
  told.push(...remarks.map((remark) => `${project}: ${remark}`));
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
}

/** Taking the lab down is a test of its own: none of its processes, mounts, networks or firewall rules may stay. */
function nothingLeft(): void {
  const all = { ...leftovers(), desktops: desktopLeftovers().map((pid) => `process ${pid}`) };
  const left = Object.entries(all).flatMap(([kind, list]) => list.map((one) => `${kind}: ${one}`));
  told.push(...left.map((line) => `left behind by the lab: ${line}`));
  if (left.length === 0) total.passed += 1;
  else total.failed += 1;
}

mkdirSync(LAB, { recursive: true });
await check('types', bin('tsc'), ['-b']);
await check('lint', bin('biome'), ['check', '.']);
await check('unused exports', bin('knip'), []);
await check('Groovy for Jenkins’ start scripts', bin('node'), [join(ROOT, 'test', 'lab', 'groovy.ts')]);
// The lab is made meanwhile, which waits for packages most of the time; `up` says what went wrong, if anything did.
const lab = spawn(bin('node'), [join(ROOT, 'test', 'lab', 'cli.ts'), 'up'], { stdio: ['ignore', 'ignore', 'inherit'] });
const made = once(lab, 'exit');
await suite('unit', process.env);
await suite('hostile', process.env);
try {
  await made;
  const { dockerHost } = await up();
  const env = { ...process.env, DOCKER_HOST: dockerHost, LANG: 'C.UTF-8' };
  await suite('engine', env);
  // Today's engine is compiled beside tests that wait for half of their time; should that fail, the test that needs it does it.
  const compiling = spawn(bin('node'), [join(ROOT, 'test', 'lab', 'cli.ts'), 'todays-engine'], { stdio: 'ignore' });
  const compiled = once(compiling, 'exit');
  await suite('engine-alone', env);
  await compiled;
  await suite('engine-last', env);
  // Without an Electron the desktop tests fail.
  const desktop = { ...env, ELECTRON_OVERRIDE_DIST_PATH: electron() };
  await suite('package', desktop);
  await suite('package-e2e', desktop);
  await suite('e2e', desktop);
} catch (thrown) {
  console.error(thrown);
  told.push(`the lab: ${String(thrown)}`);
  total.failed += 1;
} finally {
  const own = readState()?.pid !== null;
  if (process.env.LAB_KEEP === undefined) {
    await down(false);
    if (own) nothingLeft();
  }
}
if (told.length > 0) console.log(`\n== not as it should be\n${told.join('\n')}`);
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed === 0 ? 0 : 1;
