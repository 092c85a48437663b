import { expect, test } from 'vitest';
import { snapshot } from '../../../../electron/cli/commands/snapshot.ts';
import { stage } from '../../../doubles/command.ts';
import { Machine } from '../../../doubles/model-engine/machine.ts';
import { upgrade } from '../../../doubles/upgrades.ts';

test('the question before a snapshot is deleted says that the way back needs it', async () => {
  const machine = await Machine.running('dood');
  await upgrade(machine);
  const needed = machine.upgrades.stored?.snapshot ?? '';
  const { world } = machine.process();
  const asked = async (name: string) => {
    const { context, out } = stage({ world, answers: ['n'] });
    await snapshot(context, ['delete', name]).catch(() => undefined);
    return out().replaceAll('\n', ' ').replaceAll(/ +/g, ' ');
  };
  expect(await asked(needed)).toContain('afterwards upgrade --back is refused');
  expect(await asked('2026-01-01T00-00-00Z-dood-2.1')).not.toContain('upgrade --back');
  expect([...machine.upgrades.snapshots.keys()]).toEqual([needed]);
});
