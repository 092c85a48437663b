import { expect, test } from 'vitest';
import type { Result } from '../../../../electron/shared/failure.ts';
import type { Snapshot } from '../../../../electron/shared/snapshot.ts';
import { Machine } from '../../../doubles/model-engine/machine.ts';

/** Two settings folders, or two users, with the same instance name on one engine, at the same time. */

/** More than a switch has, so that the other comes last as well. */
const CALLS = 50;

/** Another settings folder on the same computer, which has never been used. */
function otherFolder(machine: Machine): Machine {
  const other = new Machine(machine);
  other.owner = { id: 'second-folder', adopted: [] };
  other.knownHome = null;
  return other;
}

test.each(['dind', 'dood'] as const)(
  'whoever asks for %s at any call of another folder’s switch starts no second Jenkins on the home',
  async (mode) => {
    for (let nth = 1; nth <= CALLS; nth += 1) {
      const machine = await Machine.running('dood');
      const other = otherFolder(machine);
      let meanwhile: Promise<Result<Snapshot>> | null = null;
      const run = (): void => {
        meanwhile = other.process().controller.fulfil({ mode, consents: 'all' });
      };
      const { controller } = machine.process([{ call: '', nth, fault: { kind: 'meanwhile', run } }]);
      const results = [await controller.fulfil({ mode: 'dind', consents: 'all' }), await meanwhile];
      expect(machine.violations, `at call ${nth}`).toEqual([]);
      const codes = results.flatMap((result) => (result === null || result.ok ? [] : [result.failure.code]));
      expect(codes, `at call ${nth}`).not.toContain('internal/error');
    }
  },
);
