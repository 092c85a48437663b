import { expect, test } from 'vitest';
import { withSettings } from '../../../../electron/core/settings/settings-change.ts';
import { FailureError } from '../../../../electron/shared/failure.ts';
import { defaultSettings, settingsSchema } from '../../../../electron/shared/settings.ts';
import type { Json } from '../../../../electron/shared/settings-path.ts';

const settings = settingsSchema.parse({ ...defaultSettings, home: '/srv/home' });
/** Why a change is refused; null: it is not. */
function refusal(change: Readonly<Record<string, Json>>): string | null {
  try {
    withSettings(settings, change);
    return null;
  } catch (thrown) {
    if (!(thrown instanceof FailureError)) throw thrown;
    return thrown.failure.detail;
  }
}

test.each([
  [{ 'ports.agents': 8081 }, 'ports.dind and ports.agents are both 8081'],
  [{ 'ports.dood': 50000 }, 'ports.dood and ports.agents are both 50000'],
  [{ 'nested.publishPort': 8081 }, 'ports.dind and nested.publishPort are both 8081'],
  [{ 'nested.publishPort': 50000 }, 'ports.agents and nested.publishPort are both 50000'],
  [{ address: '0.0.0.0', 'nested.publishPort': 8081 }, 'are both 8081'],
  [{ dataMounts: [{ source: '/a', target: '/data' }, { source: '/data' }] }, 'Two data mounts have the target /data.'],
  [{ dataMounts: [{ source: '/srv/home' }] }, '/srv/home is where the home is mounted.'],
  [{ dataMounts: [{ source: '/a', target: '/var/jenkins_home' }] }, '/var/jenkins_home is where the home is mounted.'],
  [{ dataMounts: [{ source: '/a', target: '/usr/local' }] }, 'A mount at /usr/local would hide'],
  [
    { 'snapshots.folder': '/srv' },
    'The home /srv/home is in it: choose a folder beside the home, such as /srv/jenkins-snapshots.',
  ],
  [{ 'snapshots.folder': '/' }, 'such as /jenkins-snapshots'],
  [{ 'timeouts.stop': 86_401 }, 'must be at most 86400 s'],
  [{ 'timeouts.ready': 3_000_000 }, 'must be at most 86400 s'],
])('%j is refused', (change, why) => {
  expect(refusal(change)).toContain(why);
});

const allowed: readonly (readonly [change: Readonly<Record<string, Json>>, what: string])[] = [
  [{ 'ports.dind': 8080 }, 'one port for both modes'],
  [{ 'snapshots.folder': '/srv/home-snapshots' }, 'a folder beside the home'],
  [{ 'nested.publishPort': 8080 }, 'the port of the mode that has no nested engine'],
  [{ address: '192.168.1.5', 'nested.publishPort': 8081 }, 'one port on two addresses'],
  [{ 'ports.dind': 50000, 'ports.agents': 50001 }, 'what is right only together'],
  [{ dataMounts: [{ source: '/a', target: '/srv/home/a' }] }, 'a mount below the home'],
  [{ 'timeouts.ready': 86_400 }, 'a day'],
];
test.each(allowed)('%j is allowed: %s', (change, _what) => {
  expect(refusal(change)).toBeNull();
});

test('an older mistake does not keep the user from changing something else', () => {
  const wrong = { ...settings, ports: { ...settings.ports, agents: settings.ports.dind } };
  expect(withSettings(wrong, { 'jenkins.executors': 3 }).jenkins.executors).toBe(3);
  expect(withSettings(wrong, { 'ports.agents': 50001 }).ports.agents).toBe(50001);
});
