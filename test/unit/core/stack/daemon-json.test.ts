import { expect, test } from 'vitest';
import { daemonText, parseDaemonJson } from '../../../../electron/core/stack/daemon-json.ts';

const refusal = (text: string): string => {
  try {
    parseDaemonJson('/srv/daemon.json', text);
  } catch (thrown) {
    return thrown instanceof Error && 'failure' in thrown ? JSON.stringify(thrown.failure) : String(thrown);
  }
  return 'accepted';
};

test.each([
  'hosts',
  'tlsverify',
  'tlscacert',
  'data-root',
  'storage-driver',
  'group',
  'containerd',
  'mtu',
  'bip',
  'dns',
])('"%s" in daemon.json is refused with a reason', (key) => {
  expect(refusal(JSON.stringify({ [key]: 'x', debug: true }))).toMatch(new RegExp(`\\\\"${key}\\\\": .{20}`));
});

test('the containerd image store, with which the engine does not start on its data, is refused', () => {
  const features = (value: unknown): string =>
    refusal(JSON.stringify({ features: { 'containerd-snapshotter': value } }));
  expect(features(true)).toMatch(/features\.containerd-snapshotter.*: .{20}/);
  expect(features(false)).toBe('accepted');
});

test('what is not an object of JSON is refused', () => {
  expect(refusal('{')).toContain('It is not JSON');
  for (const text of ['[]', 'null', '7', '"debug"']) expect(refusal(text)).toContain('It is not a JSON object');
});

test('with GPUs, CDI is on unless the file says otherwise; without, the file is passed on as it is', () => {
  const json = parseDaemonJson('/srv/daemon.json', '{"live-restore":true,"features":{"buildkit":true}}');
  expect(JSON.parse(daemonText(json, true))).toEqual({ 'live-restore': true, features: { cdi: true, buildkit: true } });
  expect(JSON.parse(daemonText(json, false))).toEqual(json);
  expect(daemonText(null, true)).toBe('{"features":{"cdi":true}}');
  expect(daemonText(null, false)).toBe('');
  expect(daemonText({ features: { cdi: false } }, true)).toContain('"cdi":false');
});

test('features that are none are as good as none', () => {
  for (const features of ['null', '7', '"cdi"'])
    expect(daemonText(parseDaemonJson('/srv/daemon.json', `{"features":${features}}`), true)).toBe(
      '{"features":{"cdi":true}}',
    );
});
