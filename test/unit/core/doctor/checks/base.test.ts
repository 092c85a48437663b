import { expect, test } from 'vitest';
import { defaultSettings } from '../../../../../electron/shared/settings.ts';
import { found, machine } from '../../../../doubles/doctor.ts';
import { settingsWith } from '../../../../doubles/world.ts';

test('a newer base is a warning; a registry that does not answer is none', async () => {
  const newer = async () => ({ here: ['sha256:1'], registry: 'sha256:2' });
  expect(await found(machine({ engine: { baseDigests: newer } }), 'base')).toMatchObject({
    state: 'warning',
    failure: { code: 'upgrade/newer-base', command: 'jenkins-tray upgrade' },
  });
  const silent = async () => ({ here: ['sha256:1'], registry: null });
  expect((await found(machine({ engine: { baseDigests: silent } }), 'base'))?.state).toBe('skipped');
});

test('who does not want to know is not told, and nothing is asked', async () => {
  const world = machine({
    engine: {
      baseDigests: async () => {
        throw new Error('asked');
      },
    },
  });
  const images = { ...defaultSettings.images, checkForNewer: false };
  const settings = { ...world.settings, ...settingsWith({ ...defaultSettings, images }) };
  expect(await found({ ...world, settings }, 'base')).toMatchObject({ state: 'skipped' });
});
