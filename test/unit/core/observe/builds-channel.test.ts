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
import { testClock } from '../../../doubles/clock.ts';
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

test('what a crash left of an earlier drain pauses no Pipelines', async () => {
  writeFileSync(at('quiet'), '');
  writes({ draining: true, running: 1, builds: FLOW });
  expect(await keepDraining(world, 'jenkins', never, 0)).toMatchObject({ running: 1 });
  expect([existsSync(at('drain')), existsSync(at('quiet'))]).toEqual([true, false]);
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

/** What is told of such a file at 5000 ms. */
const told = (stdout: string, exitCode = 0) =>
  toldBuilds(
    fakeWorld({ clock: testClock(5000), engine: { exec: async () => ({ exitCode, stdout, stderr: '' }) } }),
    'jenkins',
    never,
  );
const file = (builds: string, head = '"version":1,"running":1') => `{${head},"builds":${builds}}`;

test.each([
  '',
  'null',
  '7',
  '[]',
  '{}',
  file('[]', '"version":2,"running":1'),
  file('[]', '"version":1'),
  file('[]', '"version":1,"running":"1"'),
])('of %s, nothing is told', async (text) => {
  expect(await told(text)).toBeNull();
});

test('a look is short, since each observation may wait for it', async () => {
  const times: number[] = [];
  const exec = async (...[, , , , timeout = 0]: Parameters<(typeof world)['engine']['exec']>) => {
    times.push(timeout);
    return { exitCode: 3, stdout: '', stderr: '' };
  };
  const slow = fakeWorld({ engine: { exec } });
  await toldBuilds(slow, 'jenkins', never);
  await keepDraining(slow, 'jenkins', never, 5);
  expect(times).toEqual([10_000, 30_000]);
});

test('a command that failed tells nothing, whatever it printed', async () => {
  expect(await told(file('[]'), 3)).toBeNull();
  expect(await told(file('[]'))).toMatchObject({ draining: false, running: 1, builds: [] });
});

test('a build is named as the API names it, by its address', async () => {
  const row = '{"job":"mvn/com.foo:bar","number":3,"url":"job/mvn/com.foo$bar/3/"}';
  expect((await told(file(`[${row}]`)))?.builds[0]?.job).toBe('mvn/com.foo$bar');
  const branch = '{"job":"repo/feature%2Fgpu","number":7,"url":"job/repo/job/feature%252Fgpu/7/"}';
  expect((await told(file(`[${branch}]`)))?.builds[0]?.job).toBe('repo/feature%2Fgpu');
});

test('of builds that lack something, what is there is told', async () => {
  const only = async (row: string) => (await told(file(`[${row}]`)))?.builds[0];
  const train = { job: 'a', number: 1, url: '', result: 'running' };
  expect(await only('{"job":"a","number":1}')).toEqual({ ...train, startedAt: 5000, duration: 0, estimated: null });
  expect(await only('{"job":"a","number":1,"startedAt":2000,"estimated":9,"pipeline":true}')).toEqual({
    ...train,
    startedAt: 2000,
    duration: 3000,
    estimated: 9,
    pipeline: true,
  });
  expect(await only('{"job":"a","number":1,"startedAt":9000,"estimated":"9","pipeline":"x"}')).toEqual({
    ...train,
    startedAt: 9000,
    duration: 0,
    estimated: null,
  });
  for (const row of ['null', '7', '{"number":1}', '{"job":"a"}', '{"job":1,"number":1}', '{"job":"a","number":"1"}'])
    expect(await only(row)).toBeUndefined();
  expect(await told(file('7'))).toMatchObject({ builds: [] });
});
