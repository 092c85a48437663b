import { createServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createController } from '../../electron/core/control/controller.ts';
import { createImagePreparer } from '../../electron/core/control/image-preparer.ts';
import type { World } from '../../electron/core/world/world.ts';
import { gateway } from '../lab/gateway.ts';
import { BASES } from '../lab/paths.ts';
import { beginJob, cleanUp, docker, product, type Setup, setup, writeSettings } from '../lab/setup.ts';
import { until } from '../lab/until.ts';

/** The other mode's images in the background, with a repository that never answers: a build that only an abort ends. */
const QUICKER = 60;
const VERSION = '0.0.0-test';
let lab: Setup;
let server: Server;
const building = new Set<Socket>();

/** Minutes are seconds. */
const quicker = ({ clock, ...world }: World): World => ({
  ...world,
  clock: { ...clock, monotonic: () => clock.monotonic() * QUICKER, after: (ms, run) => clock.after(ms / QUICKER, run) },
});
const images = (prepareOther: 'ask' | 'on', nvidiaRepository = '') =>
  writeSettings(lab, {
    ...lab.settings,
    images: { jenkinsBase: BASES.jenkins, engineBase: BASES.engine, prepareOther, nvidiaRepository },
  });
const isThere = (): boolean => docker('images', '-q', lab.names.images.nestedEngine) !== '';

beforeAll(async () => {
  server = createServer((socket) => {
    building.add(socket);
    socket.on('error', () => undefined).resume();
    socket.once('close', () => building.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, gateway(), resolve));
  lab = setup('prepare', 21640);
  const { controller } = product(lab);
  const result = await controller.fulfil({ mode: 'dood', consents: 'all' });
  await controller.close();
  expect(result.ok ? 'ok' : result.failure).toBe('ok');
});
afterAll(() => {
  server.close();
  cleanUp(lab);
});

test('with consent they are built while nothing runs; a build that begins ends that on the engine, and it begins anew', async () => {
  const place = server.address();
  const repository = `http://${gateway()}:${typeof place === 'object' && place !== null ? place.port : 0}`;
  images('ask', repository);
  const { world } = product(lab);
  const controller = createController(world, VERSION);
  const preparer = createImagePreparer({
    ...{ world: quicker(world), version: VERSION, controller },
    ...{ isBusy: () => false, changed: () => undefined },
  });
  const url = `http://127.0.0.1:${lab.ports.dood}`;
  try {
    await controller.refresh();
    await until('the offer', () => preparer.notice()?.failure.code === 'image/prepare');
    images('on', repository);
    await controller.refresh();
    await until('the build of the image', () => building.size > 0);
    expect([isThere(), preparer.notice()]).toEqual([false, null]);
    // The engine ends what the build was doing, not only our connection to it.
    await beginJob(url, 'long', 300);
    await until('its end', () => building.size === 0);
    expect([isThere(), preparer.notice()]).toEqual([false, null]);
    await fetch(`${url}/job/long/1/stop`, { method: 'POST', redirect: 'manual' });
    images('on');
    await until('the image', async () => {
      await controller.refresh();
      await controller.countBuilds();
      return isThere();
    });
    expect(preparer.notice()).toBe(null);
  } finally {
    await preparer.close();
    await controller.close();
  }
});
