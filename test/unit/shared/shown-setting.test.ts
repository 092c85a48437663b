import { expect, test } from 'vitest';
import { settingsKeys } from '../../../electron/core/settings/config-keys.ts';
import type { Json } from '../../../electron/shared/settings-path.ts';
import { isShownInstead, shownSetting, shownSettings } from '../../../electron/shared/shown-setting.ts';
import { settings } from '../../doubles/situation.ts';

test.each<[string, Json, Json]>([
  ['proxy.http', 'http://ann:geheim@proxy.example:3128', 'http://(hidden)@proxy.example:3128'],
  ['proxy.https', 'http://ann:ge@he/im@proxy.example', 'http://(hidden)@proxy.example'],
  ['nested.httpProxy', 'ann:geheim@proxy:3128', '(hidden)@proxy:3128'],
  ['nested.httpsProxy', 'socks5://ann:geheim@proxy', 'socks5://(hidden)@proxy'],
  [
    'nested.registryMirrors',
    ['https://a.example', 'https://u:geheim@m.example'],
    ['https://a.example', 'https://(hidden)@m.example'],
  ],
  ['images.aptMirror', 'https://token@mirror.example', 'https://(hidden)@mirror.example'],
  ['jenkins.javaOpts', '-Xmx4g -Dhttp.proxyPassword=geheim -Da=b', '-Xmx4g -Dhttp.proxyPassword=(hidden) -Da=b'],
  ['proxy.http', "http://ann:it's#ge@he'im@proxy.example", 'http://(hidden)@proxy.example'],
  ['nested.httpProxy', 'http://ann:"geheim/<1@proxy:3128', 'http://(hidden)@proxy:3128'],
  ['nested.registryMirrors', ["https://u:g@e'h/eim@m.example/a"], ['https://(hidden)@m.example/a']],
  ['images.aptMirror', 'https://ann:ge>h/eim@m.example', 'https://(hidden)@m.example'],
  ['images.updateCentre', 'https://m.example:8443/a/@b/c', 'https://m.example:8443/a/@b/c'],
  [
    'jenkins.javaOpts',
    '-Dproxy.password=a&geheim -Db.password=a}geheim -Da=b',
    '-Dproxy.password=(hidden) -Db.password=(hidden) -Da=b',
  ],
  [
    'jenkins.javaOpts',
    '-Da.password=ge\\ heim "-Db.password=ge heim" -Dc.password=\'ge \'heim -Xmx4g',
    '-Da.password=(hidden) "-Db.password=(hidden) -Dc.password=(hidden) -Xmx4g',
  ],
  [
    'jenkins.javaOpts',
    '-Dpassword=\\" -javaagent:/tmp/a.jar -Dx=\\"',
    '-Dpassword=(hidden) -javaagent:/tmp/a.jar -Dx=\\"',
  ],
  [
    'jenkins.javaOpts',
    '-Dmaven=https://ann:geheim@h/a -Dzone="Europe/Berlin  x"',
    '-Dmaven=https://(hidden)@h/a -Dzone="Europe/Berlin  x"',
  ],
  ['jenkins.apiToken', 'geheim', '(set)'],
  ['jenkins.apiToken', '', ''],
  [
    'dataMounts',
    [{ source: '/mnt/x', target: null, readOnly: true }],
    [{ source: '/mnt/x', target: null, readOnly: true }],
  ],
])('%s %j is shown as %j', (key, value, shown) => {
  expect(shownSetting(key, value)).toEqual(shown);
});

test('defaults, and values without a secret, are shown as they are', () => {
  expect(shownSettings(settings())).toEqual(settings());
  const digest = `registry:5000/jenkins@sha256:${'0123abcd'.repeat(8)}`;
  for (const value of [digest, 'http://proxy.example:3128', '/srv/user@host', '-Duser.timezone=Europe/Berlin'])
    for (const key of settingsKeys.filter((it) => !/apiToken|proxy/i.test(it)))
      expect(shownSetting(key, value)).toBe(value);
});

test('no setting shows the login of an address', () => {
  for (const key of settingsKeys)
    expect(
      JSON.stringify(shownSetting(key, ['https://ann:geheim@h.example/x', { a: 'http://geheim@h' }])),
    ).not.toContain('geheim');
});

test('what is shown in place of a secret is told from one', () => {
  expect(isShownInstead('proxy.http', 'http://(hidden)@proxy.example')).toBe(true);
  expect(isShownInstead('jenkins.apiToken', '(set)')).toBe(true);
  expect(isShownInstead('jenkins.user', '(set)')).toBe(false);
  expect(isShownInstead('proxy.http', 'http://ann:hidden@proxy.example')).toBe(false);
});
