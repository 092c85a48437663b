import { spawnSync } from 'node:child_process';
import { chmodSync, linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Execution } from '../../electron/core/execute/execution.ts';
import type { OneShot } from '../../electron/core/world/engine.ts';
import type { HomeFact } from '../../electron/core/world/host.ts';
import type { Settings } from '../../electron/shared/settings.ts';
import { names, settings } from './situation.ts';
import { fakeWorld, type GivenWorld } from './world.ts';

/** A home with all that a file system has, on which the scripts about snapshots run in a real shell, as root. */
export interface SnapshotStage {
  readonly root: string;
  readonly home: string;
  readonly folder: string;
  readonly run: Execution;
  readonly lines: readonly string[];
  /** Shell code before the next scripts, in which their commands can be replaced. */
  before: string;
  dispose(): void;
}

export const canStage = process.getuid?.() === 0 && spawnSync('setpriv', ['--version']).status === 0;

export function snapshotStage(change: Partial<Settings> = {}, world: GivenWorld = {}): SnapshotStage {
  const root = mkdtempSync(join(tmpdir(), 'snapshot-'));
  const home = join(root, 'the home');
  fill(home);
  const lines: string[] = [];
  const stage = {
    ...{ root, home, folder: `${home}-snapshots`, lines, before: '' },
    dispose: () => rmSync(root, { recursive: true, force: true }),
  };
  const engine = { runOneShot: async (run: OneShot) => inShell(run, stage.before), ...noContainers, ...world.engine };
  const host = { realPath: async (path: string) => path, home: async () => folderFact, ...world.host };
  const run: Execution = {
    world: fakeWorld({ ...world, home, engine, host }),
    ...{ settings: settings(change), names, version: '1' },
    output: (line) => lines.push(line),
  };
  return {
    ...stage,
    run,
    get before() {
      return stage.before;
    },
    set before(code) {
      stage.before = code;
    },
  };
}

const noContainers = { runningContainers: async () => [], containersNamed: async () => [] };
const folderFact: HomeFact = {
  ...{ kind: 'folder', ownerUid: 1000, writable: true, readOnly: false, empty: false, marked: true },
  ...{ fresh: false, version: '2.568.2', freeBytes: null },
};

/** A home: hard links, a hole, links, times, modes, owners, names with everything. */
function fill(home: string): void {
  for (const folder of ['jobs/train/builds/1', 'secrets', 'workspace/train', '.jenkins-tray', 'jobs/größer\nals "das"'])
    mkdirSync(join(home, folder), { recursive: true });
  writeFileSync(join(home, 'config.xml'), '<hudson><version>2.568.2</version></hudson>');
  writeFileSync(join(home, 'secrets/master.key'), 'secret');
  writeFileSync(join(home, 'jobs/train/builds/1/log'), 'line\n'.repeat(50_000));
  writeFileSync(join(home, 'jobs/train/builds/1/build.xml'), '<build/>');
  linkSync(join(home, 'jobs/train/builds/1/log'), join(home, 'jobs/train/last log'));
  symlinkSync('/mnt/elsewhere', join(home, 'jobs/train/ws'));
  writeFileSync(join(home, 'workspace/train/out'), 'built');
  writeFileSync(join(home, 'hole'), 'end');
  truncateSync(join(home, 'hole'), 30_000_000);
  writeFileSync(join(home, '.jenkins-tray/marker.json'), '{"id":"of-the-home"}');
  writeFileSync(join(home, '.jenkins-tray/heartbeat'), 'v1 here');
  spawnSync('chown', ['-hR', '1000:1000', home]);
  // A build as root left this.
  spawnSync('chown', ['0:4242', join(home, 'workspace/train/out')]);
  spawnSync('find', [home, '-exec', 'touch', '-hd', '2026-01-02 03:04:05', '{}', '+']);
  chmodSync(join(home, 'secrets'), 0o700);
  chmodSync(join(home, 'secrets/master.key'), 0o600);
  chmodSync(join(home, 'jobs/train'), 0o2775);
  chmodSync(home, 0o750);
}

/** Waits for no disk. */
const QUICK = 'sync() { :; }';

/** Runs what a one-shot container would, on this computer: the targets of its binds are replaced by their sources. */
function inShell({ command, binds, output }: OneShot, before: string) {
  const [sh = '', c = '', script = '', ...rest] = command;
  const here = (word: string): string => binds.find(({ target }) => target === word)?.source ?? word;
  for (const { source } of binds) mkdirSync(source, { recursive: true });
  const ran = spawnSync(sh, [c, `${QUICK}\n${before}\n${script}`, ...rest.map(here)], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  for (const line of ran.stdout.split('\n')) if (line !== '') output?.(line);
  return { exitCode: ran.status ?? 1, stdout: ran.stdout, stderr: ran.stderr };
}

/** All that a folder holds: contents, kinds, owners, modes, times, links, holes. */
export const contents = (folder: string): string =>
  spawnSync(
    'sh',
    ['-c', 'find . -type f -exec sha256sum {} + | sort; find . -printf "%p %y %l %m %U:%G %n %Ts\\n" | sort; du -sk .'],
    { cwd: folder, encoding: 'utf8' },
  ).stdout;
