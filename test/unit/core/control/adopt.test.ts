import { expect, test } from 'vitest';
import { adoptIfAgreed, leaveIfAgreed } from '../../../../electron/core/control/adopt.ts';
import { consent } from '../../../../electron/shared/consents.ts';
import { Machine } from '../../../doubles/model-engine/machine.ts';
import { settings } from '../../../doubles/situation.ts';
import { intentWith } from '../../../doubles/world.ts';

test('what an earlier version created is adopted once that was agreed to, for this instance alone', async () => {
  for (const [consents, adopted] of [
    [[consent.adopt('default')], ['default']],
    [[consent.adopt('lab')], []],
    [[], []],
  ] as const) {
    const machine = new Machine();
    await adoptIfAgreed(machine.process().world, intentWith({ consents }));
    expect(machine.owner.adopted).toEqual(adopted);
  }
});

test('that others are left alone is remembered once that was agreed to; a full disk does not end the request', async () => {
  const machine = new Machine();
  const { world } = machine.process();
  await leaveIfAgreed(world, intentWith({ consents: ['x'] }));
  expect(machine.settings.others.leave).toBe(false);
  const agreed = intentWith({ consents: ['x', consent.beside(['one'])] });
  await leaveIfAgreed(world, agreed);
  expect(machine.settings).toEqual(settings({ others: { ...settings().others, leave: true } }));
  const update = () => Promise.reject(new Error('disk full'));
  await leaveIfAgreed({ ...world, settings: { ...world.settings, update } }, agreed);
  machine.settings = settings();
  await leaveIfAgreed({ ...world, settings: { ...world.settings, update } }, agreed);
});
