import { expect, test } from 'vitest';
import { defaultSettings, type Settings, settingsSchema } from '../../../electron/shared/settings.ts';
import { readyIn, settingsBack } from '../../../electron/shared/settings-back.ts';

const given = (change: object): Settings => settingsSchema.parse(change);

test('the values from before, of what has changed since', () => {
  const now = given({
    jenkins: { javaOpts: '-XX:Nonsense' },
    ports: { dood: 9090 },
    dataMounts: [{ source: '/mnt/a' }],
  });
  expect(settingsBack(now, given({ ports: { dood: 9000 } }))).toEqual({
    'jenkins.javaOpts': '',
    'ports.dood': 9000,
    dataMounts: [],
  });
});

test('nothing where nothing has changed, or nothing is kept', () => {
  expect(settingsBack(defaultSettings, defaultSettings)).toEqual({});
  expect(settingsBack(given({ ports: { dood: 9090 } }), null)).toEqual({});
});

test.each([
  { desktop: { theme: 'dark' } },
  { jenkins: { user: 'ann', apiToken: 'x' } },
  { gpu: { hot: 80, full: 90 } },
  { images: { checkForNewer: false } },
  { snapshots: { workspaces: false } },
])('%j stays: no start depends on it', (change) => {
  expect(settingsBack(given(change), defaultSettings)).toEqual({});
});

test.each([
  ['dood', { nested: { dns: ['9.9.9.9'] }, gpu: { attach: false }, ports: { dind: 9091 } }],
  ['dind', { ports: { dood: 9090 } }],
] as const)('a start in %s proves nothing of the other mode', (mode, change) => {
  const now = given(change);
  expect(readyIn(mode, now, defaultSettings)).toEqual(defaultSettings);
  expect(readyIn(mode === 'dood' ? 'dind' : 'dood', now, defaultSettings)).toEqual(now);
  expect(readyIn(mode, now, null)).toEqual(now);
});
