import { chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MAKE_SNAPSHOT } from '../../electron/core/execute/home-snapshot-script.ts';
import { must } from '../lab/shell.ts';
import { type Figure, figureOf } from './figure.ts';

const FOLDERS = 400;
const FILES = 250;
/** Of each file, bytes: 2 GB in all. */
const SIZE = 20_972;
const ROUNDS = 3;

/** The most that the disk that can share blocks takes, bytes. */
const DISK = 8e9;

export const benchmarks: Record<string, () => Promise<Figure>> = {
  /** A snapshot of a home with 100,000 files, its checksum included, by `tar | zstd -1` of the same, both until the disk has it, s. */
  'snapshot.speed': () => onDisk((root) => measure(root, 'zstd', 'tar -C "$1" -cf - . | zstd -q -1 >"$2"; sync "$2"')),

  /** The same where the disk can share blocks (XFS in a file), by a plain copy that shares them. */
  'snapshot.reflink': () =>
    onDisk((root) => {
      const [file, disk] = [join(root, 'disk'), join(root, 'mounted')];
      writeFileSync(file, '');
      truncateSync(file, DISK);
      mkdirSync(disk);
      must('mkfs.xfs', ['-q', '-m', 'reflink=1', file]);
      must('mount', ['-o', 'loop', file, disk]);
      try {
        return measure(disk, 'reflink', 'cp -a --reflink=always "$1" "$2"');
      } finally {
        must('umount', [disk]);
      }
    }),
};

function onDisk(use: (root: string) => Figure): Promise<Figure> {
  const root = mkdtempSync(join(tmpdir(), 'bench-snapshot-'));
  try {
    return Promise.resolve(use(root));
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** Snapshots of a home below `root` and the baseline's copies, in turns; the snapshots are to be made by `method`. */
function measure(root: string, method: 'zstd' | 'reflink', baseline: string): Figure {
  const home = join(root, 'home');
  fill(home);
  const [ours, theirs]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    theirs.push(timed(['-c', baseline, 'sh', home, join(root, 'baseline')]).seconds);
    rmSync(join(root, 'baseline'), { recursive: true });
    const head = '{"format":1,"state":"stopped"';
    const name = `1970-01-01T00-00-0${round}Z-dood-1`;
    const made = timed(['-c', MAKE_SNAPSHOT, 'sh', home, join(root, 'snapshots'), name, '-', '-', head]);
    if (!/^made /m.test(made.output)) throw new Error(made.output);
    const manifest = readFileSync(join(root, 'snapshots', name, 'snapshot.json'), 'utf8');
    if (!manifest.includes(`"method":"${method}"`)) throw new Error(`it was not made by ${method}: ${manifest}`);
    ours.push(made.seconds);
    rmSync(join(root, 'snapshots'), { recursive: true });
  }
  return figureOf(ours, theirs, 's');
}

/** Files with the contents of a program, at other offsets each, which pack as logs and plugins together do. */
function fill(home: string): void {
  const source = readFileSync(process.execPath);
  for (let folder = 0; folder < FOLDERS; folder += 1) {
    const builds = join(home, 'jobs', `job-${folder}`, 'builds');
    mkdirSync(builds, { recursive: true });
    for (let file = 0; file < FILES; file += 1) {
      const at = ((folder * FILES + file) * 7919) % (source.length - SIZE);
      writeFileSync(join(builds, String(file)), source.subarray(at, at + SIZE));
    }
  }
  chownSync(home, 1000, 1000);
}

function timed(args: readonly string[]): { readonly seconds: number; readonly output: string } {
  const began = performance.now();
  const output = must('sh', args);
  return { seconds: (performance.now() - began) / 1000, output };
}
