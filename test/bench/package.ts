import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SHIMS } from '../../build/package/runtime.ts';
import { LAB, ROOT } from '../lab/paths.ts';
import { cleanUp, setup } from '../lab/setup.ts';
import { must } from '../lab/shell.ts';
import { starts } from './app.ts';
import { type Figure, figure, figureOf } from './figure.ts';

/** Packages of this checkout and of a bare tray with the same Electron: their size, their start, and a cold command. */

const FOLDER = join(LAB, 'bench-package');
const MB = 1e6;
/** Of a command that takes a twentieth of a second. */
const RUNS = 21;
/** The largest parts, which are listed. */
const PARTS = 10;

interface Packages {
  /** Each as `npm run package` unpacks it. */
  readonly ours: string;
  readonly bare: string;
}

let made: Packages | null = null;

/** Both, made once. */
const packages = (): Packages => {
  made ??= make();
  return made;
};

function make(): Packages {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  const node = join(ROOT, 'node_modules', '.bin', 'node');
  must(node, [join(ROOT, 'build', 'package', 'main.ts'), 'dir'], { cwd: ROOT });
  const [ours, bare] = [join(FOLDER, 'ours'), join(FOLDER, 'bare')];
  renameSync(join(ROOT, 'release', 'linux-unpacked'), ours);
  cpSync(ours, bare, { recursive: true });
  rmSync(join(bare, 'resources'), { recursive: true });
  const app = join(FOLDER, 'bare-app');
  cpSync(join(ROOT, 'test', 'bench', 'bare'), join(app, 'test', 'bench', 'bare'), { recursive: true });
  cpSync(join(ROOT, 'assets', 'icons', 'tray-off.png'), join(app, 'assets', 'icons', 'tray-off.png'));
  writeFileSync(join(app, 'package.json'), JSON.stringify({ name: 'bare-tray', main: bareMain(app) }));
  must(join(ROOT, 'node_modules', '.bin', 'asar'), ['pack', app, join(bare, 'resources', 'app.asar')]);
  return { ours, bare };
}

/**
 * What the bare app starts with. The lab's Electron needs shims, a megabyte of code that a package loads before its own and
 * that takes as long as a third of a start: both packages load them, as both do in a checkout.
 */
function bareMain(app: string): string {
  const own = 'test/bench/bare/main.cjs';
  if (!existsSync(join(ROOT, SHIMS))) return own;
  cpSync(join(ROOT, SHIMS), join(app, SHIMS), { recursive: true });
  writeFileSync(join(app, 'out', 'main.js'), `require('../${own}');\n`);
  return `${SHIMS}/packaged.js`;
}

/**
 * What our deb has beside that of the bare app, in megabytes: the files that only ours has, compressed as dpkg-deb does. To
 * compress Electron twice for the same difference would take minutes. The baseline is what is allowed.
 */
function size(): Promise<Record<string, Figure>> {
  const { ours, bare } = packages();
  const own = ownFiles(ours, bare);
  for (const [name, bytes] of own.slice(0, PARTS))
    console.log(`  ${(bytes / MB).toFixed(2).padStart(7)} MB unpacked  ${name}`);
  const names = own.map(([name]) => name);
  const row = (parts: readonly string[], most: number): Figure => figure(compressed(ours, parts), most, 'MB');
  const app = names.filter((name) => !name.startsWith(COMMAND_LINE));
  return Promise.resolve({ 'package.size': row(names, 40), 'package.size.app': row(app, 6) });
}

/** Where the command line with its executable is. */
const COMMAND_LINE = 'resources/cli/';

function compressed(folder: string, names: readonly string[]): number {
  const script = `tar --no-recursion -cf - -T - | xz -T0 | wc -c`;
  return Number(must('sh', ['-ec', script], { cwd: folder, input: names.join('\n') })) / MB;
}

/** The files of ours that the bare app does not have, largest first. */
function ownFiles(ours: string, bare: string): readonly (readonly [name: string, bytes: number])[] {
  const had = new Map(filesOf(bare));
  return filesOf(ours)
    .filter(([name, bytes]) => had.get(name) !== bytes)
    .sort(([, a], [, b]) => b - a);
}

const filesOf = (folder: string): readonly (readonly [name: string, bytes: number])[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((it) => it.isFile())
    .map((it) => join(it.parentPath, it.name))
    .map((path) => [path.slice(folder.length + 1), statSync(path).size] as const);

/** The packaged app from its start to its icon on the bus. */
function start(): Promise<Figure> {
  const { ours, bare } = packages();
  return starts({ ours: join(ours, 'jenkins-tray'), bare: join(bare, 'jenkins-tray') });
}

/** The packaged `jenkins-tray status` as a process, beside `docker ps`. */
async function cold(): Promise<Record<string, Figure>> {
  const { ours } = packages();
  const lab = setup('bench-ctl', 20660);
  try {
    const program = join(ours, 'resources', 'cli', 'jenkins-tray-cli');
    const env = { ...process.env, JENKINS_TRAY_CONFIG: lab.configDir };
    const times: Record<'ours' | 'docker', number[]> = { ours: [], docker: [] };
    for (let run = 0; run <= RUNS; run += 1)
      for (const [who, command, args] of [
        ['ours', program, ['status']],
        ['docker', 'docker', ['ps']],
      ] as const) {
        const began = performance.now();
        const { status, stderr } = spawnSync(command, args, { env, encoding: 'utf8' });
        // 3: Jenkins does not run.
        if (status !== 0 && status !== 3) throw new Error(`${command}: exit code ${status}. ${stderr}`);
        // The first run of each reads from disk what later ones have in memory.
        if (run > 0) times[who].push(performance.now() - began);
      }
    const found = figureOf(times.ours, times.docker, 'ms');
    return { 'ctl.cold': found, 'ctl.cold.ms': found };
  } finally {
    cleanUp(lab);
  }
}

export const benchmarks: Record<string, () => Promise<Figure | Record<string, Figure>>> = {
  'package.size': size,
  'package.start': start,
  'ctl.cold': cold,
};
