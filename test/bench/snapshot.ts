import { spawnSync } from 'node:child_process';
import { chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MAKE_SNAPSHOT } from '../../electron/core/execute/home-snapshot-script.ts';
import type { Figure } from './figure.ts';

const FOLDERS = 400;
const FILES = 250;
/** Of each file, bytes: 2 GB in all. */
const SIZE = 20_972;
const ROUNDS = 3;

export const benchmarks: Record<string, () => Promise<Figure>> = {
  /** A snapshot of a home with 100,000 files, its checksum and its flush to the disk included, by `tar | zstd -1` of the same, s. */
  'snapshot.speed': async () => {
    const root = mkdtempSync(join(tmpdir(), 'bench-snapshot-'));
    const home = join(root, 'home');
    try {
      fill(home);
      const [ours, baseline]: [number[], number[]] = [[], []];
      for (let round = 0; round < ROUNDS; round += 1) {
        baseline.push(timed(['-c', 'tar -C "$1" -cf - . | zstd -q -1 >"$2"', 'sh', home, join(root, 'baseline')]));
        const head = '{"format":1,"state":"stopped"';
        const name = `1970-01-01T00-00-0${round}Z-dood-1`;
        ours.push(timed(['-c', MAKE_SNAPSHOT, 'sh', home, join(root, 'snapshots'), name, '-', '-', head]));
        rmSync(join(root, 'snapshots'), { recursive: true });
      }
      return { ours: median(ours), baseline: median(baseline), ratio: median(ours) / median(baseline), unit: 's' };
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  },
};

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

function timed(args: readonly string[]): number {
  const began = performance.now();
  const { status, stdout, stderr } = spawnSync('sh', args, { encoding: 'utf8' });
  if (status !== 0 || (args[1] === MAKE_SNAPSHOT && !stdout.includes('\nmade '))) throw new Error(`${stdout}${stderr}`);
  return (performance.now() - began) / 1000;
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
