import { expect, test } from 'vitest';
import { causesOf } from '../../../../electron/core/plan/causes.ts';
import { containerParts } from '../../../../electron/core/stack/composition.ts';
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
  const jenkins = {
    executors: 4,
    timeZone: '',
    cascFile: '',
    javaOpts: '-Dpassword=geheim',
    fastStart: true,
    user: '',
    apiToken: '',
  };
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

test('a folder at another path is one difference', () => {
  const at = (target: string | null) => set({ dataMounts: [{ source: '/mnt/data', target, readOnly: true }] });
  expect(reported('dood', at('/data'), at(null))).toBe(
    'jenkins-dood-container: /mnt/data at /mnt/data -> /mnt/data at /data',
  );
  const two = set({ dataMounts: ['/mnt/a', '/mnt/b'].map((source) => ({ source, target: null, readOnly: true })) });
  const swapped = set({
    dataMounts: [
      { source: '/mnt/a', target: '/mnt/b', readOnly: true },
      { source: '/mnt/b', target: '/mnt/a', readOnly: true },
    ],
  });
  expect(reported('dood', swapped, two)).toBe(
    'jenkins-dood-container: /mnt/a at /mnt/a, /mnt/b at /mnt/b -> /mnt/a at /mnt/b, /mnt/b at /mnt/a',
  );
});

test('a port that stays is not named beside one that changes', () => {
  const ports = { dind: 8081, dood: 8080, agents: 50001 };
  const there = running('dood');
  const containers = there.containers.map((it) => ({
    ...it,
    ports: [...it.ports, { address: '127.0.0.1', port: 50000, target: 50000 }],
  }));
  const { current, desired } = causesOf(planFor({ ...there, containers }, 'dood', { from: set({ ports }) }))[0] ?? {};
  expect([current, desired]).toEqual(['port 127.0.0.1:50000', 'port 127.0.0.1:50001']);
});

test('a nested engine without GPUs has no CDI either, which is a setting of it', () => {
  expect(reported('dind', { gpus: false }).split('\n').at(-1)).toContain('different GPUs, different engine settings');
});

test.each<[string, JenkinsMode, Partial<StackInputs>, string]>([
  ['a choice of GPUs', 'dind', set({ gpu: { ...settings().gpu, builds: ['GPU-a'] } }), 'GPUs'],
  ['another MTU', 'dind', set({ nested: { ...settings().nested, mtu: 1400 } }), 'MTU'],
  ['a mirror', 'dind', set({ nested: { ...settings().nested, registryMirrors: ['https://m'] } }), 'registry mirrors'],
  ['a registry', 'dind', set({ nested: { ...settings().nested, insecureRegistries: ['r'] } }), 'registries'],
  [
    'address ranges',
    'dind',
    set({ nested: { ...settings().nested, addressPools: ['base=10.0.0.0/8,size=24'] } }),
    'address ranges',
  ],
  [
    'another storage driver',
    'dind',
    set({ nested: { ...settings().nested, storageDriver: 'vfs' } }),
    'engine settings',
  ],
  ['a time zone', 'dood', set({ jenkins: { ...settings().jenkins, timeZone: 'UTC' } }), 'time zone'],
  ['a time zone', 'dind', set({ jenkins: { ...settings().jenkins, timeZone: 'UTC' } }), 'time zone'],
  ['a start as it is', 'dood', set({ jenkins: { ...settings().jenkins, fastStart: false } }), 'Java options'],
  ['a longer stop', 'dood', set({ timeouts: { ...settings().timeouts, stop: 90 } }), 'stop timeout'],
])('%s is reported by its name', (_what, mode, after, name) => {
  expect(reported(mode, after).split('\n').at(-1)).toContain(`different ${name} -> ${name} as configured`);
});

const images = (change: Partial<ReturnType<typeof settings>['images']>) =>
  set({ images: { ...settings().images, ...change } });
test.each<[string, Partial<StackInputs>, string]>([
  ['plugins in YAML', { overlay: { 'plugins.yaml': 'a' } }, 'plugins'],
  ['plugins', { overlay: { 'plugins.txt': 'a' } }, 'plugins'],
  ['an update centre', images({ updateCentre: 'https://u' }), 'mirrors'],
  ['a Docker repository', images({ dockerRepository: 'https://d' }), 'mirrors'],
  ['an apt mirror', images({ aptMirror: 'https://a' }), 'mirrors'],
  ['a company’s certificates', { overlay: { 'company-ca.crt': 'PEM' } }, 'CA certificates'],
])('%s for the image of Jenkins is reported by its name', (_what, after, name) => {
  expect(reported('dood', after).split('\n')[0]).toBe(
    `image jenkins-dood-image: different ${name} -> ${name} as configured`,
  );
});

test('parts that an earlier version did not know are as good as empty there', () => {
  const there = running('dind', { gpus: false });
  const without = <T extends { readonly labels: Readonly<Record<string, string>> }>(it: T): T => ({
    ...it,
    labels: Object.fromEntries(
      Object.entries(it.labels).map(([key, value]) => [
        key,
        key.endsWith('config')
          ? 'old'
          : key.endsWith('parts')
            ? value.replace(/ (registries|pools|daemon|zone|servers|ca)=\w+/g, '')
            : value,
      ]),
    ),
  });
  const facts = { ...there, containers: there.containers.map(without), images: there.images.map(without) };
  const causes = (from: Partial<StackInputs>) =>
    causesOf(planFor(facts, 'dind', { from: { gpus: false, ...from } })).map(
      ({ object, current }) => `${object}: ${current}`,
    );
  const unknown = 'created with different settings or by another version';
  expect(causes({})).toContain(`nvidia-dind-container: ${unknown}`);
  expect(causes({})).toContain('image nvidia-dind-image: of another version');
  const nested = { ...settings().nested, insecureRegistries: ['r'] };
  expect(causes(set({ nested }))).toContain('nvidia-dind-container: different registries');
  expect(causes(images({ aptMirror: 'https://a' }))).toContain('image nvidia-dind-image: different mirrors');
});

test.each([
  [/java=\w+ /, '', 'different Java options'],
  [/rest=\w+/, 'rest=0', 'created by another app version'],
])('with other recorded parts (%s), the container differs in them', (part, other, difference) => {
  const there = running('dood');
  const containers = there.containers.map((it) => ({
    ...it,
    labels: {
      ...it.labels,
      'io.jenkins-tray.config': 'old',
      'io.jenkins-tray.parts': (it.labels['io.jenkins-tray.parts'] ?? '').replace(part, other),
    },
  }));
  expect(causesOf(planFor({ ...there, containers }, 'dood'))[0]?.current).toBe(difference);
});

test('what a body has beside its known parts is a part of its own', () => {
  const parts = (stop: number, change = {}) => {
    const [jenkins] = stack('dood', set({ timeouts: { ...settings().timeouts, stop } })).containers;
    if (jenkins === undefined) return {};
    const { Labels, ...body } = jenkins.body;
    return containerParts({ ...body, ...change }, 'x');
  };
  expect(parts(60).rest).toBe(parts(90).rest);
  expect(parts(60).rest).not.toBe(parts(60, { WorkingDir: '/x' }).rest);
  expect(Object.values(parts(60)).every((hash) => /^[0-9a-f]{8}$/.test(hash))).toBe(true);
});
