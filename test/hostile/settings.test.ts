import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSettings } from '../../electron/adapters/settings.ts';
import { pageUrl } from '../../electron/core/stack/page-url.ts';
import { harmless } from '../../electron/shared/harmless.ts';
import { settingsSchema } from '../../electron/shared/settings.ts';
import { Machine } from '../doubles/model-engine/machine.ts';
import { names } from '../doubles/situation.ts';
import { hostileText, NAMED_ATTACKS, numbers } from './values.ts';

/** What a settings file, or a page that sends settings, may hold: accepted is only what Docker and a URL can mean. */

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hostile-settings-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const accepts = (settings: object): boolean => settingsSchema.safeParse(settings).success;

test.each([
  '127.0.0.256',
  '127.1',
  '127.0.0.01',
  '0x7f.0.0.1',
  '2130706433',
  '256.256.256.256',
  '1.2.3.4.5',
  '0.0.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '[127.0.0.1]',
  '[::1',
  '::1]',
  '[[::1]]',
  ':::1',
  '1:2:3:4:5:6:7:8:9',
  'fe80::1',
  'fe80::1%eth0',
  'ff02::1',
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  '127.0.0.1 ',
  ' ::1',
  'localhost',
  '',
  'x'.repeat(1e6),
])('guard shared/address.ts: the address %.40s is refused', (address) => {
  expect(accepts({ address })).toBe(false);
});

test.each([
  ['127.0.0.1', '127.0.0.1', 'http://127.0.0.1:8080'],
  ['0.0.0.0', '0.0.0.0', 'http://127.0.0.1:8080'],
  ['192.168.1.7', '192.168.1.7', 'http://192.168.1.7:8080'],
  ['[::1]', '::1', 'http://[::1]:8080'],
  ['::1', '::1', 'http://[::1]:8080'],
  ['0:0:0:0:0:0:0:1', '::1', 'http://[::1]:8080'],
  ['[2001:DB8::A]', '2001:db8::a', 'http://[2001:db8::a]:8080'],
  ['::', '::', 'http://[::1]:8080'],
])('the address %s is given to Docker as %s and opened as %s', (typed, address, url) => {
  const settings = settingsSchema.parse({ address: typed });
  expect(settings.address).toBe(address);
  expect(pageUrl(settings, 'dood')).toBe(url);
  expect(new URL(pageUrl(settings, 'dood')).href).toBe(`${url}/`);
});

test.each(['dind', 'dood'] as const)(
  'guard core/execute/start.ts: a Jenkins in %s that Docker opened to all networks is stopped',
  async (mode) => {
    const machine = new Machine();
    machine.engine.published = (asked) => ({ ...asked, address: '0.0.0.0' });
    const result = await machine.process().controller.fulfil({ mode, consents: 'all' });
    expect(result).toMatchObject({ ok: false, failure: { code: 'port/open-wider' } });
    expect(machine.containers().filter((it) => it.startsWith(names.jenkins[mode]))).not.toContain(
      `${names.jenkins[mode]} running`,
    );
  },
);

test('guard core/plan/replace.ts: a Jenkins that the engine opened later is shown, and recreated', async () => {
  const machine = await Machine.running('dood');
  machine.engine.published = (asked) => ({ ...asked, address: '::' });
  const { controller } = machine.process();
  expect((await controller.refresh()).jenkins).toMatchObject({
    kind: 'drifted',
    causes: [{ current: expect.stringContaining('open at [::]:') }],
  });
  machine.engine.published = (asked) => asked;
  expect(await controller.fulfil({ mode: 'dood', consents: 'all' })).toMatchObject({ ok: true });
});

test.each([
  ['a port of 0', { ports: { dood: 0 } }],
  ['a port in words', { ports: { dood: '8080' } }],
  ['a port that is no whole number', { ports: { dood: 80.5 } }],
  ['a path with a line break', { home: '/srv/a\nb' }],
  ['a path with an escape sequence', { home: '/srv/\u001b]0;x\u0007' }],
  ['a path with turned text', { home: '/srv/\u202eexe' }],
  ['a path that climbs', { home: '/srv/../../etc' }],
  ['a path of a megabyte', { home: `/${'a'.repeat(1e6)}` }],
  ['a mount with options', { dataMounts: [{ source: '/a:/etc:rw' }] }],
  ['ten thousand mounts', { dataMounts: Array(10_000).fill({ source: '/a' }) }],
  ['an image with options', { images: { jenkinsBase: 'a --privileged' } }],
  ['an image in capitals', { images: { jenkinsBase: 'Jenkins/Jenkins' } }],
  ['an image with an empty part', { images: { engineBase: 'a//b' } }],
  ['an image that ends in a colon', { images: { engineBase: 'ubuntu:' } }],
  ['an image of a megabyte', { images: { engineBase: 'a-'.repeat(5e5) } }],
  ['an apt line', { images: { nvidiaRepository: 'http://a/ ./\ndeb http://b' } }],
  ['a login with a colon', { jenkins: { user: 'a:b' } }],
  ['a token of two lines', { jenkins: { apiToken: 'a\r\nX-Forwarded-For: b' } }],
  ['a name server that is none', { nested: { dns: ['--insecure-registry=x'] } }],
  ['a mirror with options', { nested: { registryMirrors: ['https://a --debug'] } }],
  ['a mirror of another kind', { nested: { registryMirrors: ['file:///etc/passwd'] } }],
  ['a proxy with options', { nested: { httpProxy: 'http://a b' } }],
  ['an unknown setting', { hostRoot: true }],
])('guard shared/setting-values.ts: %s is refused', (_, settings) => {
  const began = performance.now();
  expect(accepts(settings)).toBe(false);
  expect(performance.now() - began).toBeLessThan(2000);
});

test.each([
  'jenkins/jenkins:lts-jdk21',
  'ubuntu:24.04',
  'lab/jenkins',
  'localhost:5000/a/b_c__d-e.f:V1',
  `registry.example.com/x@sha256:${'a'.repeat(64)}`,
  '[2001:db8::1]:5000/x',
])('the image %s is accepted', (jenkinsBase) => {
  expect(accepts({ images: { jenkinsBase } })).toBe(true);
});

const TEXTS = ['home', 'engineContext', 'address'] as const;

test.each(NAMED_ATTACKS)('guard setting-values.ts: no text setting accepts %s', (_, attack) => {
  for (const key of TEXTS) expect(accepts({ [key]: `/${attack}` }), key).toBe(false);
  expect(accepts({ jenkins: { javaOpts: attack } })).toBe(false);
  expect(accepts({ nested: { noProxy: attack } })).toBe(false);
});

test('guard setting-values.ts: of 20,000 random values each that is accepted is one harmless line', () => {
  const next = numbers(5);
  for (let tried = 0; tried < 20_000; tried += 1) {
    const value = hostileText(next);
    for (const settings of [{ engineContext: value }, { home: `/${value}` }, { address: value }]) {
      const parsed = settingsSchema.safeParse(settings);
      if (!parsed.success) continue;
      const { home, engineContext, address } = parsed.data;
      for (const text of [home, engineContext, address])
        if (harmless(text) !== text || text.includes('\n')) throw new Error(JSON.stringify(value));
    }
  }
});

/** Loads a settings file with this text; returns its problem, and how long that took, ms. */
function loaded(text: string | Buffer) {
  const file = createSettings(folder);
  writeFileSync(file.path, text);
  const began = performance.now();
  const { problem, settings } = file.load();
  return { problem, settings, took: performance.now() - began };
}

test.each([
  ['guard json-file.ts: 100 MB', Buffer.alloc(100 * 1024 * 1024, ' ')],
  ['guard json-file.ts: depth of a million', '['.repeat(1_000_000)],
  ['guard settings.ts: depth where a mount belongs', `{"dataMounts":${'['.repeat(5e5)}${']'.repeat(5e5)}}`],
  ['guard repeated-key.ts: a key twice', '{"address":"127.0.0.1","address":"0.0.0.0"}'],
  ['guard repeated-key.ts: a key twice, once escaped', '{"address":"127.0.0.1","\\u0061ddress":"0.0.0.0"}'],
  ['guard repeated-key.ts: a key twice further down', '{"ports":{"dood":1,"x":[{"dood":2}],"dood":3}}'],
  ['guard repeated-key.ts: __proto__', '{"__proto__":{"address":"0.0.0.0"}}'],
  ['guard repeated-key.ts: __proto__, escaped', '{"ports":{"\\u005f_proto__":{"dood":1}}}'],
  ['guard settings.ts: constructor', '{"constructor":{"prototype":{"address":"0.0.0.0"}}}'],
  ['guard settings.ts: a list', '[]'],
  [
    'guard settings.ts: a hundred thousand keys',
    `{${Array.from({ length: 100_000 }, (_, at) => `"k${at}":0`).join()}}`,
  ],
])('a settings file is refused in milliseconds: %s', (_, text) => {
  const { problem, settings, took } = loaded(text);
  expect(problem?.code).toMatch(/^settings\//);
  expect(settings.address).toBe('127.0.0.1');
  expect(Reflect.get({}, 'address')).toBeUndefined();
  // On a busy machine; on an idle one none takes 300.
  expect(took).toBeLessThan(5000);
  expect(problem?.detail.length).toBeLessThan(10_000);
});

test('the same key in two objects is no repetition', () => {
  expect(loaded('{"dataMounts":[{"source":"/a"},{"source":"/b"}],"home":"/a\\"{[,"}').problem).toBeNull();
});
