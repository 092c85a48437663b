import { expect, test } from 'vitest';
import { passwordState } from '../../../../electron/core/observe/fitting-password.ts';
import { fakeWorld } from '../../../doubles/world.ts';

test.each([
  [200, 'fits'],
  [403, 'fits'],
  [401, 'refused'],
  [503, 'unknown'],
  [null, 'unknown'],
] as const)('where Jenkins answers %s, the password %s', async (status, state) => {
  const world = fakeWorld({
    secrets: { adminPassword: async () => 'p', apiToken: async () => null },
    jenkins: { apiStatus: async () => status },
  });
  const place = { url: 'http://127.0.0.1:8080', logins: 'all' } as const;
  expect(await passwordState(world, place, new AbortController().signal)).toBe(state);
  expect(await passwordState(world, { ...place, logins: 'own' }, new AbortController().signal)).toBe('none');
});
