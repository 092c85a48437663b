import { expect, test } from 'vitest';
import { upgradeRequestOf } from '../../../../electron/core/settings/upgrade-request.ts';
import { failureOf } from '../../../../electron/shared/failure.ts';
import { Machine } from '../../../doubles/model-engine/machine.ts';
import { BEFORE } from '../../../doubles/upgrades.ts';

const signal = new AbortController().signal;

test('a version is built from the same kind of base', async () => {
  const machine = await Machine.running('dood');
  machine.home = { ...machine.home, version: '2.568.2' };
  const { world } = machine.process();
  const to = (version: string | null) => upgradeRequestOf(world, { kind: 'to', version, keepsHome: true }, signal);
  expect(await to(null)).toEqual({ kind: 'to', base: BEFORE, keepsHome: true });
  expect(await to('9999.1')).toMatchObject({ base: expect.stringContaining('9999.1') });
  expect(failureOf(await to('1.0').catch((thrown: unknown) => thrown)).code).toBe('home/newer');
  expect(await upgradeRequestOf(world, { kind: 'back' }, signal)).toEqual({ kind: 'back' });
});
