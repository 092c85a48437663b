import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  abortBuilds,
  keepDraining,
  resumeBuilds,
  toldBuilds,
} from '../../../../electron/core/observe/builds-channel.ts';
import { fakeWorld } from '../../../doubles/world.ts';

/** The commands run in a real shell, on a folder in place of the container's tmpfs. */
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jenkins-tray-channel-'));
});
afterEach(() => rmSync(folder, { recursive: true }));
const at = (name: string): string => join(folder, name);
const never = new AbortController().signal;

const world = fakeWorld({
  engine: {
    exec: async (_container, [shell = '', ...words]) => {
      const child = spawn(
        shell,
        words.map((word) => (word === '/run/jenkins-tray' ? folder : word)),
      );
      let stdout = '';
      child.stdout.on('data', (chunk) => {
        stdout += chunk;
      });
      const [exitCode] = await once(child, 'close');
      return { exitCode, stdout, stderr: '' };
    },
  },
});

interface Written {
  readonly draining?: boolean;
  readonly abortable?: number;
  readonly running?: number;
  readonly builds?: string;
}

/** As the image's script writes it: fields in this order. */
function writes({ draining = false, abortable = 0, running = abortable, builds = '' }: Written): void {
  const head = `{"version":1,"draining":${draining},"quiet":false,"abortable":${abortable},"running":${running},"queued":0`;
  writeFileSync(at('builds.json'), `${head},"builds":[${builds}]}`);
}
const TRAIN = '{"job":"team/train","url":"job/team/job/train/7/","number":7,"startedAt":1000,"estimated":null}';
const FLOW = '{"job":"flow","url":"job/flow/2/","number":2,"startedAt":1000,"estimated":60000,"pipeline":true}';

test('what runs is told, with what an abort needs', async () => {
  writes({ abortable: 1, running: 2, builds: `${TRAIN},${FLOW}` });
  const told = await toldBuilds(world, 'jenkins', never);
  expect(told).toMatchObject({ draining: false, running: 2 });
  expect(told?.builds).toMatchObject([
    { job: 'team/train', number: 7, estimated: null },
    { job: 'flow', number: 2, estimated: 60_000, pipeline: true },
  ]);
});

test.each([
  ['no file', () => undefined],
  [
    'a file of a Jenkins that has long ended',
    () => {
      writes({});
      utimesSync(at('builds.json'), 1000, 1000);
    },
  ],
  ['half a file', () => writeFileSync(at('builds.json'), '{"version":1')],
  ['another version', () => writeFileSync(at('builds.json'), '{"version":2,"running":0}')],
])('%s tells nothing', async (_, write) => {
  write();
  expect(await toldBuilds(world, 'jenkins', never)).toBeNull();
  expect(await keepDraining(world, 'jenkins', never, 0)).toBeNull();
});

test('a drain returns at once when the last build has ended, and pauses the rest', async () => {
  writes({ abortable: 1, builds: TRAIN });
  setTimeout(() => writes({ draining: true, abortable: 1, builds: TRAIN }), 100);
  setTimeout(() => writes({ draining: true }), 400);
  const began = Date.now();
  expect(await keepDraining(world, 'jenkins', never, 20)).toMatchObject({ draining: true, running: 0 });
  expect(Date.now() - began).toBeLessThan(2000);
  expect([existsSync(at('drain')), existsSync(at('quiet'))]).toEqual([true, true]);
  await resumeBuilds(world, 'jenkins');
  expect([existsSync(at('drain')), existsSync(at('quiet'))]).toEqual([false, false]);
});

test('what was idle before the drain holds is not taken for idle', async () => {
  writes({ draining: false });
  setTimeout(() => writes({ draining: true, abortable: 1, builds: TRAIN }), 300);
  expect(await keepDraining(world, 'jenkins', never, 0)).toMatchObject({ draining: true, running: 1 });
});

test('an abort names builds, and waits until only Pipelines are left', async () => {
  writes({ draining: true, abortable: 1, running: 2, builds: `${TRAIN},${FLOW}` });
  const told = await toldBuilds(world, 'jenkins', never);
  if (told === null) throw new Error('nothing told');
  const [train] = told.builds;
  let asked = '';
  const script = setInterval(() => {
    if (!existsSync(at('abort'))) return;
    asked = readFileSync(at('abort'), 'utf8');
    rmSync(at('abort'));
    writes({ draining: true, abortable: 0, running: 1, builds: FLOW });
  }, 50);
  const which = train === undefined ? [] : [train];
  const after = await abortBuilds(world, 'jenkins', told, { which, requeue: true }, never);
  clearInterval(script);
  expect(asked).toBe('requeue job/team/job/train/7/\n');
  expect(after?.builds).toMatchObject([{ job: 'flow' }]);
});
