import { describe, expect, test } from 'vitest';
import { settingsKeys } from '../../../../electron/core/settings/config-keys.ts';
import * as schema from '../../../../electron/shared/settings.ts';
import { valueAt } from '../../../../electron/shared/settings-path.ts';
import { draftOf, errorAt, shown, stored } from '../../../../renderer/settings/draft.ts';
import { groups } from '../../../../renderer/settings/fields.ts';

const { defaultSettings, settingsSchema } = schema;

const reason = (key: string, typed: string) => errorAt(draftOf(schema, defaultSettings, { [key]: typed }).errors, key);

test('the settings view has one field for every setting', () => {
  const fields = groups.flatMap((group) => group.fields.map(({ key }) => key as string));
  expect([...fields].sort()).toEqual([...settingsKeys].sort());
});

test('every allowed choice can be selected', () => {
  for (const { key, choices = {} } of groups.flatMap(({ fields }) => fields))
    for (const choice of Object.keys(choices))
      expect([...draftOf(schema, defaultSettings, { [key]: choice }).errors]).toEqual([]);
});

test('showing and storing a value does not change it', () => {
  const settings = settingsSchema.parse({
    dataMounts: [{ source: '/mnt/datensätze' }],
    nested: { dns: ['10.0.0.1', '10.0.0.2'], mtu: 1400 },
    gpu: { builds: ['GPU-1'] },
  });
  for (const { key, kind } of groups.flatMap(({ fields }) => fields))
    expect(stored(kind, shown(kind, valueAt(settings, key))), key).toEqual(valueAt(settings, key));
});

describe('input is checked at once, with the reason', () => {
  test.each([
    [
      'home',
      'jenkins_home',
      'must be an absolute path, such as /srv/jenkins, or a volume, such as volume:jenkins-data',
    ],
    ['home', 'volume:a/b', 'must name a volume as Docker does: letters, digits, "_", "." and "-", at least two'],
    ['home', '/srv/a:b', 'must not contain a colon (Docker cannot mount it)'],
    ['ports.dind', '80x', 'must be a whole number'],
    ['ports.dind', '', 'must be a whole number'],
    ['ports.dood', '70000', 'must be 1 to 65535'],
    [
      'address',
      '127.0.0.256',
      'must be an IP address of this computer, such as 127.0.0.1 or ::1, or 0.0.0.0 for all networks',
    ],
    ['timeouts.stop', '10', 'must be at least 60 s'],
    ['instance', 'Zwei', 'must be lower-case letters, digits and hyphens, at most 31'],
    ['images.jenkinsBase', 'jenkins lts', 'must be an image reference, such as jenkins/jenkins:lts-jdk21'],
    ['nested.registryMirrors', 'mirror', 'must be an address of the web, such as https://example.org'],
  ])('%s: %s', (key, typed, why) => {
    expect(reason(key, typed)).toBe(why);
  });
  test('a mount without a path is reported in its own row', () => {
    const { errors } = draftOf(schema, defaultSettings, {
      dataMounts: [{ source: '', target: null, readOnly: false }],
    });
    expect([...errors.keys()]).toEqual(['dataMounts.0.source']);
  });
});

describe('only changed values are stored', () => {
  test('a value typed and reverted is no change', () => {
    expect(draftOf(schema, defaultSettings, { 'ports.dind': '8081' }).changes).toEqual({});
  });
  test('numbers are stored as numbers, empty as null, lines as a list', () => {
    const edits = {
      'ports.dind': ' 9000 ',
      'nested.mtu': '',
      'nested.dns': '10.0.0.1\n\n 10.0.0.2 ',
      'jenkins.user': '42',
    };
    expect(draftOf(schema, defaultSettings, edits).changes).toEqual({
      'ports.dind': 9000,
      'nested.dns': ['10.0.0.1', '10.0.0.2'],
      'jenkins.user': '42',
    });
  });
});
