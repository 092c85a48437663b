import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { resolveConnection } from '../../electron/adapters/engine/endpoint.ts';
import { createEngine } from '../../electron/adapters/engine/engine.ts';
import { BASES } from '../lab/paths.ts';
import { docker } from '../lab/setup.ts';
import { run } from '../lab/shell.ts';

/** The engine tells of our objects, by name, and of nobody else's. */
const watched = { container: ['watch-ours'], network: ['watch-net'], volume: ['watch-data'] };
const closing = new AbortController();

afterAll(() => {
  closing.abort();
  run('docker', ['rm', '-f', 'watch-ours', 'watch-ours-too', 'watch-stranger']);
  run('docker', ['network', 'rm', 'watch-net', 'watch-other']);
  run('docker', ['volume', 'rm', '-f', 'watch-data']);
});

test('what happens to ours is told, by container, network and volume; what happens to others wakes nobody', async () => {
  let told = 0;
  createEngine(resolveConnection('', process.env), watched).watch(() => {
    told += 1;
  }, closing.signal);
  await sleep(1000);
  docker('create', '--name', 'watch-stranger', BASES.debian, 'true');
  // A name that begins as ours does.
  docker('create', '--name', 'watch-ours-too', BASES.debian, 'true');
  docker('network', 'create', 'watch-other');
  await sleep(500);
  expect(told).toBe(0);
  for (const ours of [
    ['create', '--name', 'watch-ours', BASES.debian, 'true'],
    ['network', 'create', 'watch-net'],
    ['volume', 'create', 'watch-data'],
  ]) {
    const before = told;
    docker(...ours);
    await expect.poll(() => told, { timeout: 5000 }).toBeGreaterThan(before);
  }
});
