import { expect, test } from 'vitest';
import { err, ok } from '../../../../electron/shared/failure.ts';
import { loginRefused } from '../../../../electron/shared/failures/jenkins.ts';
import { Machine } from '../../../doubles/model-engine/machine.ts';

test('a login that Jenkins refuses is told in every state, until it is mended', async () => {
  const machine = await Machine.running('dood');
  machine.builds = err(loginRefused('http://127.0.0.1:8080', 'ann'));
  const { controller } = machine.process();
  const told = async () => (await controller.refresh()).notices.map(({ id, failure }) => `${id} ${failure.title}`);
  expect(await told()).toEqual(['login The stored administrator’s password no longer fits']);
  machine.builds = ok([]);
  expect(await told()).toEqual([]);
});
