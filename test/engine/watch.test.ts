import { createConnection, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { resolveConnection } from '../../electron/adapters/engine/endpoint.ts';
import { createEngine } from '../../electron/adapters/engine/engine.ts';
import { BASES } from '../lab/paths.ts';
import { docker } from '../lab/setup.ts';
import { must, run } from '../lab/shell.ts';

/** The engine reports our objects, by name, and no others. */
const watched = { container: ['watch-ours'], network: ['watch-net'], volume: ['watch-data'] };
const closing = new AbortController();

afterAll(() => {
  closing.abort();
  run('docker', ['rm', '-f', 'watch-ours', 'watch-ours-too', 'watch-stranger']);
  run('docker', ['network', 'rm', 'watch-net', 'watch-other']);
  run('docker', ['volume', 'rm', '-f', 'watch-data']);
});

test('events of our containers, networks and volumes are reported; others’ events are not', async () => {
  let told = 0;
  createEngine(resolveConnection('', process.env), watched).watch(() => {
    told += 1;
  }, closing.signal);
  await sleep(1000);
  docker('create', '--name', 'watch-stranger', BASES.debian, 'true');
  // A name with the same beginning as ours.
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
    await expect.poll(() => told).toBeGreaterThan(before);
  }
});

test('over TCP an event stream that silently died is noticed and reopened', async () => {
  const port = 21180;
  const behind = resolveConnection('', process.env).endpoint.socket ?? '';
  const server = createServer((client) => {
    const engine = createConnection(behind);
    client.pipe(engine).pipe(client);
    for (const end of [client, engine]) end.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const over = new AbortController();
  const lost = ['INPUT', '-i', 'lo', '-p', 'tcp', '--dport', String(port), '-j', 'DROP'];
  let told = 0;
  try {
    const endpoint = { host: `tcp://127.0.0.1:${port}`, context: 'far', socket: null };
    createEngine({ endpoint, tls: null }, { ...watched, container: ['watch-far'] }).watch(() => {
      told += 1;
    }, over.signal);
    await expect
      .poll(() => {
        run('docker', ['rm', '-f', 'watch-far']);
        docker('create', '--name', 'watch-far', BASES.debian, 'true');
        return told;
      })
      .toBeGreaterThan(0);
    await sleep(500);
    must('iptables', ['-I', ...lost]);
    const before = told;
    await expect.poll(() => told).toBeGreaterThan(before);
    must('iptables', ['-D', ...lost]);
    const back = told;
    await expect.poll(() => told).toBeGreaterThan(back);
  } finally {
    run('iptables', ['-D', ...lost]);
    over.abort();
    server.close();
    run('docker', ['rm', '-f', 'watch-far']);
  }
});
