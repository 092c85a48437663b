import { chownSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type HostEngine, hostEngine, REMAPPED } from '../lab/host-engine.ts';
import { BASES } from '../lab/paths.ts';
import { QUICK_START, runJob } from '../lab/setup.ts';
import { must } from '../lab/shell.ts';

/** An engine with `userns-remap`: DinD runs with the host's user ids, and DooD says why it cannot. */
let host: HostEngine;
let config: string;
let home: string;

beforeAll(async () => {
  host = await hostEngine('28.5', REMAPPED);
  host.load(BASES.debian, BASES.jenkins, BASES.engine);
  config = join(host.folder, 'config');
  home = join(host.folder, 'home');
  for (const folder of [config, home]) mkdirSync(folder);
  chownSync(home, 1000, 1000);
  const images = { jenkinsBase: BASES.jenkins, engineBase: BASES.engine };
  const settings = { home, address: '0.0.0.0', images, jenkins: { javaOpts: QUICK_START } };
  writeFileSync(join(config, 'settings.json'), JSON.stringify(settings), { mode: 0o600 });
}, 300_000);
afterAll(() => host.remove());

test('DooD is refused with its reason, and DinD proposed', async () => {
  expect(host.docker('info', '-f', '{{.SecurityOptions}}')).toContain('name=userns');
  const up = await host.product(config, 'up', 'dood', '--yes', '--json');
  expect(up.status).toBe(1);
  expect(JSON.parse(up.stdout).failure).toMatchObject({ code: 'engine/remapped', command: 'jenkins-tray up dind' });
  expect(host.docker('ps', '-aq')).toBe('');
});

test('DinD runs there, and a build writes to its workspace as the host’s user 1000 sees it', async () => {
  const up = await host.product(config, 'up', 'dind', '--yes');
  expect(up.status, `${up.stdout}${up.stderr}`).toBe(0);
  must('sh', ['-c', `docker save ${BASES.debian} | docker exec -i nvidia-dind-container docker load`], {
    env: host.env,
  });
  const job = `docker run --rm -u 1000 -v "$WORKSPACE":/w ${BASES.debian} sh -c 'echo hi > /w/out'`;
  expect(await runJob(`http://${host.address}:8081`, 'nested', job)).toMatch(/^SUCCESS/);
  const out = join(home, 'jobs/nested/workspace/out');
  expect(readFileSync(out, 'utf8')).toBe('hi\n');
  expect(statSync(out).uid).toBe(1000);
});

test('it comes back with the engine, and down leaves nothing', async () => {
  host.docker('restart', '-t', '30', 'nvidia-dind-container');
  const status = JSON.parse((await host.product(config, 'status', '--json')).stdout);
  expect(status.jenkins).toMatchObject({ kind: 'running', mode: 'dind' });
  expect((await host.product(config, 'down', '--yes', '--volumes')).status).toBe(0);
  expect(host.docker('ps', '-aq')).toBe('');
});
