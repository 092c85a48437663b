import { expect, test } from 'vitest';
import { reachingChanges } from '../../../../electron/core/settings/reaching-changes.ts';
import { settings } from '../../../doubles/situation.ts';

test('only what changes and reaches beyond Jenkins is named, with its new value', () => {
  const before = settings();
  const dataMounts = [{ source: '/etc', target: '/x', readOnly: false }];
  const after = settings({
    address: '0.0.0.0',
    dataMounts,
    ports: { ...before.ports, dood: 9090 },
    timeouts: { ...before.timeouts, ready: 600 },
  });
  expect(reachingChanges(before, after)).toEqual([
    'dataMounts: [{"source":"/etc","target":"/x","readOnly":false}]',
    'address: "0.0.0.0"',
  ]);
  expect(reachingChanges(after, after)).toEqual([]);
});

test('a long value is cut', () => {
  const before = settings();
  const after = settings({ jenkins: { ...before.jenkins, javaOpts: `-Dx=${'y'.repeat(400)}` } });
  expect(reachingChanges(before, after)).toEqual([`jenkins.javaOpts: "-Dx=${'y'.repeat(295)}`]);
});

test('a login is not shown, but what it leads to is, and that it has changed', () => {
  const before = settings({ proxy: { http: 'http://ann:geheim@proxy.example', https: '', noProxy: '' } });
  const after = settings({
    proxy: { http: 'http://ann:anders@proxy.example', https: '', noProxy: '' },
    jenkins: { ...before.jenkins, javaOpts: '-Dhttp.proxyPassword=geheim -javaagent:/tmp/a.jar' },
  });
  expect(reachingChanges(before, after)).toEqual([
    'proxy.http: "http://(hidden)@proxy.example"',
    'jenkins.javaOpts: "-Dhttp.proxyPassword=(hidden) -javaagent:/tmp/a.jar"',
  ]);
});
