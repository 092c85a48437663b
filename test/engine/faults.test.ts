import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { JenkinsMode } from '../../electron/shared/mode.ts';
import { type EngineFault, FAULTS, type FaultyEngine, faultyEngine } from '../lab/faulty-engine.ts';
import { ROOT } from '../lab/paths.ts';
import { cleanUp, docker, product, type Setup, setup } from '../lab/setup.ts';

/**
 * One request of a toggle goes wrong on a real engine, and the same command finishes. `npm test` tries a sample,
 * `npm run faults` every request with each fault, and writes docs/faults.md.
 */
const WHOLE = process.env.FAULTS === 'whole';
/** Few of the sample are silent, since each takes 10 s. */
const SAMPLE: Readonly<Record<EngineFault, number>> = { error: 3, dropped: 3, truncated: 3, silence: 1 };
const MODES = ['dind', 'dood'] as const;

let lab: Setup;
let engine: FaultyEngine;
const real = process.env.DOCKER_HOST ?? '';

beforeAll(async () => {
  lab = setup('faults', 24000);
  engine = await faultyEngine(real);
  process.env.DOCKER_HOST = engine.host;
  for (const mode of MODES) await go(mode);
});
afterAll(() => {
  process.env.DOCKER_HOST = real;
  engine.close();
  cleanUp(lab);
});

async function go(mode: JenkinsMode): Promise<string> {
  const { controller } = product(lab);
  const result = await controller.fulfil({ mode, consents: 'all' });
  await controller.close();
  return result.ok ? '' : `${result.failure.code} ${result.failure.title} ${result.failure.detail}`;
}

/** Which requests of `count` get the fault: all, or some spread over them. */
function chosen(count: number, fault: EngineFault): number[] {
  const some = WHOLE ? count : SAMPLE[fault];
  const offset = FAULTS.indexOf(fault) / FAULTS.length;
  return Array.from({ length: some }, (_, at) => 1 + Math.floor(((at + offset) * count) / some));
}

interface Tried {
  readonly mode: JenkinsMode;
  readonly fault: EngineFault;
  readonly request: string;
  readonly ms: number;
  readonly wrong: string;
}

async function tried(mode: JenkinsMode, nth: number, fault: EngineFault): Promise<Tried> {
  engine.arm(nth, fault);
  const began = Date.now();
  const wrong = await go(mode);
  const ms = Date.now() - began;
  const request = engine.spoiled() ?? 'none';
  engine.arm(0, null);
  // Past the proxy, which this process could not serve meanwhile.
  const running = docker(
    '-H',
    real,
    'ps',
    '--format',
    '{{.Names}}',
    '--filter',
    `label=io.jenkins-tray.instance=${lab.name}`,
  );
  const jenkins = running.split('\n').filter((name) => name.startsWith('jenkins'));
  const expected = lab.names.jenkins[mode];
  return { mode, fault, request, ms, wrong: wrong || (jenkins.join() === expected ? '' : `runs: ${running}`) };
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

function table(all: readonly Tried[]): string {
  const rows = MODES.flatMap((mode) =>
    FAULTS.map((fault) => {
      const own = all.filter((it) => it.mode === mode && it.fault === fault && it.request !== 'none');
      const well = own.filter(({ wrong }) => wrong === '').length;
      const seconds = own.map(({ ms }) => ms / 1000);
      return `| to ${mode} | ${fault} | ${own.length} | ${well} | ${median(seconds).toFixed(1)} | ${Math.max(0, ...seconds).toFixed(1)} |`;
    }),
  );
  return [
    '| toggle | fault | requests tried | ended with 0 | median s | longest s |',
    '|---|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

test(
  'any one request of a toggle that goes wrong is made good by the same command',
  async () => {
    // What a toggle takes, to spread the faults; its way back is the first try.
    const counts = { dind: 0, dood: 0 };
    for (const mode of MODES) {
      engine.arm(0, null);
      expect(await go(mode)).toBe('');
      counts[mode] = engine.requests();
    }
    const plans = MODES.map((mode) =>
      FAULTS.flatMap((fault) => chosen(counts[mode], fault).map((nth) => ({ mode, nth, fault }))),
    );
    const all: Tried[] = [];
    for (let at = 0; at < Math.max(...plans.map(({ length }) => length)); at += 1)
      for (const [index, plan] of plans.entries()) {
        const next = plan[at];
        if (next === undefined) await go(MODES[index] ?? 'dind');
        else all.push(await tried(next.mode, next.nth, next.fault));
      }
    console.log(`${counts.dind} and ${counts.dood} requests a toggle\n${table(all)}`);
    if (WHOLE)
      writeFileSync(
        join(ROOT, 'docs', 'faults.md'),
        `# One engine request that goes wrong\n\nWritten by \`npm run faults\`, which spoils each request of a toggle in turn: \`error\` answers 500 without a known cause, \`dropped\` breaks the connection before the engine has the request, \`truncated\` in the middle of its answer, \`silence\` holds it for 10 s (not builds, waits and streams: their answer is cut off). The same command must finish.\n\n${table(all)}\n`,
      );
    expect(all.filter(({ wrong }) => wrong !== '')).toEqual([]);
  },
  WHOLE ? 7_200_000 : 600_000,
);
