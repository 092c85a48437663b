import { expect, test } from 'vitest';
import type { ContainerFact } from '../../../../../electron/core/world/engine.ts';
import type { Settings } from '../../../../../electron/shared/settings.ts';
import { allFound, machine } from '../../../../doubles/doctor.ts';
import { ours, settings } from '../../../../doubles/situation.ts';

/** What the check finds where Jenkins answers so to the administrator. */
async function findings(
  status: number,
  jenkins: Partial<Settings['jenkins']> = {},
  containers: readonly ContainerFact[] = ours('dood'),
) {
  const world = machine({
    settings: settings({ jenkins: { ...settings().jenkins, ...jenkins } }),
    engine: { containersNamed: async () => containers },
  });
  const found = await allFound(
    {
      ...world,
      secrets: { ...world.secrets, adminPassword: async () => 'p', apiToken: async () => null },
      jenkins: { ...world.jenkins, apiStatus: async () => status },
    },
    'login',
  );
  return found.map(({ state, failure }) => `${state} ${failure?.title ?? ''}`.trim());
}

test('the stored password fits, or no longer does', async () => {
  expect(await findings(200)).toEqual(['ok']);
  expect(await findings(401)).toEqual(['failed The stored administrator’s password no longer fits']);
  expect(await findings(503)).toEqual(['skipped']);
  expect(await findings(200, {}, [])).toEqual(['skipped']);
});

test('the user’s own login is checked as well, and is enough', async () => {
  expect(await findings(200, { user: 'ann', apiToken: 't' })).toEqual(['ok', 'ok']);
  expect(await findings(401, { user: 'ann', apiToken: 't' })).toEqual([
    'ok',
    'warning The stored administrator’s password no longer fits',
  ]);
});
