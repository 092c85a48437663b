import { expect, test } from 'vitest';
import { causesOf } from '../../../../electron/core/plan/causes.ts';
import type { StackInputs } from '../../../../electron/core/stack/inputs.ts';
import type { JenkinsMode } from '../../../../electron/shared/mode.ts';
import { lines, planFor, running, settings, stack } from '../../../doubles/situation.ts';

/** The reported differences of a set-up that was created from `before`, once `after` holds. */
const reported = (mode: JenkinsMode, after: Partial<StackInputs>, before: Partial<StackInputs> = {}): string =>
  lines(
    ...causesOf(planFor(running(mode, before), mode, { from: after })).map(
      ({ object, current, desired }) => `${object}: ${current} -> ${desired}`,
    ),
  );
const set = (change: Parameters<typeof settings>[0]): Partial<StackInputs> => ({ settings: settings(change) });

test('a changed port is reported with both values', () => {
  expect(reported('dood', set({ ports: { dind: 8081, dood: 9090, agents: 50000 } }))).toBe(
    'jenkins-dood-container: port 127.0.0.1:8080 -> port 127.0.0.1:9090',
  );
});
test('an added folder is reported by its path', () => {
  const dataMounts = [{ source: '/mnt/data', target: null, readOnly: true }];
  expect(reported('dood', set({ dataMounts }))).toBe('jenkins-dood-container: without /mnt/data -> with /mnt/data');
  expect(reported('dood', {}, set({ dataMounts }))).toBe('jenkins-dood-container: with /mnt/data -> without /mnt/data');
  const writable = set({ dataMounts: [{ source: '/mnt/data', target: null, readOnly: false }] });
  expect(reported('dood', writable, set({ dataMounts }))).toBe(
    'jenkins-dood-container: different folders -> folders as configured',
  );
});
test('what may contain a secret is reported by name only', () => {
  const jenkins = { executors: 4, timeZone: '', cascFile: '', javaOpts: '-Dpassword=geheim', user: '', apiToken: '' };
  const causes = reported('dood', set({ jenkins }));
  expect(causes).toBe(
    'jenkins-dood-container: different Java options, different number of executors -> Java options as configured, number of executors as configured',
  );
  expect(JSON.stringify(stack('dood', set({ jenkins })).containers[0]?.body.Labels)).not.toContain('geheim');
});
test('a changed base image is reported with the containers made from it', () => {
  const images = { ...settings().images, engineBase: 'debian:trixie' };
  expect(reported('dind', set({ images }))).toBe(
    lines(
      'image nvidia-dind-image: different base image -> debian:trixie',
      'jenkins-container: running -> restarted with its nested engine',
      'nvidia-dind-container: created from an older image -> created from the configured image',
    ),
  );
});
test('changed packages of the user are reported for the image', () => {
  expect(reported('dood', { overlay: { 'packages.txt': 'jq\n' } }).split('\n')[0]).toBe(
    'image jenkins-dood-image: different packages -> packages as configured',
  );
});
test('a new version of the app is reported if its result differs', () => {
  expect(reported('dood', {}, { contextHashes: { jenkins: 'old', dind: 'bb' } }).split('\n')[0]).toBe(
    'image jenkins-dood-image: created by another app version -> as this version creates it',
  );
});
test('the nested engine’s settings are reported for its container, with the restart of Jenkins', () => {
  const nested = { ...settings().nested, dns: ['192.168.0.1'], httpProxy: 'http://user:geheim@proxy:3128' };
  expect(reported('dind', set({ nested }))).toBe(
    lines(
      'jenkins-container: running -> restarted with its nested engine',
      'nvidia-dind-container: different DNS servers, different proxy -> DNS servers as configured, proxy as configured',
    ),
  );
});
test('a container without a recorded composition is reported without details', () => {
  const there = running('dood');
  const bare = there.containers.map((one) => ({
    ...one,
    labels: Object.fromEntries(Object.entries(one.labels).filter(([name]) => !name.endsWith('parts'))),
  }));
  const after = set({ timeouts: { stop: 90, healthy: 60, ready: 180 } });
  expect(causesOf(planFor({ ...there, containers: bare }, 'dood', { from: after }))).toEqual([
    {
      object: 'jenkins-dood-container',
      current: 'created with different settings or by another version',
      desired: 'recreated',
    },
  ]);
});
