import { expect, test } from 'vitest';
import { agreedTo } from '../../electron/core/control/agreed.ts';
import { linesText, pluginChanges } from '../../electron/core/settings/plugin-changes.ts';
import { reachingChanges } from '../../electron/core/settings/reaching-changes.ts';
import { consent } from '../../electron/shared/consents.ts';
import { defaultSettings, settingsSchema } from '../../electron/shared/settings.ts';

/** A window that was taken over: what it may ask for without the user's confirmation. test/e2e/safety.test.ts asks. */

test.each([
  ['the whole disk as a mount', { dataMounts: [{ source: '/', target: '/host' }] }, 'dataMounts'],
  ['another home', { home: '/' }, 'home'],
  ['a base image of its own', { images: { jenkinsBase: 'evil.example/jenkins' } }, 'images.jenkinsBase'],
  ['another engine image', { images: { engineBase: 'evil.example/engine' } }, 'images.engineBase'],
  ['an apt repository', { images: { nvidiaRepository: 'http://evil.example' } }, 'images.nvidiaRepository'],
  ['a list of plugins', { images: { pluginsFile: '/tmp/plugins.txt' } }, 'images.pluginsFile'],
  ['all networks', { address: '0.0.0.0' }, 'address'],
  ['another engine', { engineContext: 'evil' }, 'engineContext'],
  ['a mirror', { nested: { registryMirrors: ['https://evil.example'] } }, 'nested.registryMirrors'],
  ['Java options', { jenkins: { javaOpts: '-javaagent:/home/x.jar' } }, 'jenkins.javaOpts'],
  ['a proxy', { proxy: { https: 'http://evil.example:3128' } }, 'proxy.https'],
  ['an update centre', { images: { updateCentre: 'https://evil.example' } }, 'images.updateCentre'],
  ['a mirror of Debian', { images: { aptMirror: 'http://evil.example' } }, 'images.aptMirror'],
  ['Docker from elsewhere', { images: { dockerRepository: 'http://evil.example' } }, 'images.dockerRepository'],
  ['an authority', { images: { caFile: '/tmp/ca.pem' } }, 'images.caFile'],
  ['a configuration of Jenkins', { jenkins: { cascFile: '/tmp/casc.yaml' } }, 'jenkins.cascFile'],
  ['name servers of builds', { nested: { dns: ['203.0.113.1'] } }, 'nested.dns'],
  ['the nested engine from outside', { nested: { publishPort: 2376 } }, 'nested.publishPort'],
])('guard reachingChanges: %s is confirmed by the user', (_, change, key) => {
  const lines = reachingChanges(defaultSettings, settingsSchema.parse(change));
  expect(lines.map((line) => line.split(':')[0])).toEqual([key]);
});

const OWN = { file: '', isYaml: false, text: 'git:1.0\n', id: 'a', builtIn: [] };
test.each([
  [['git:1.0', 'evil::http://evil.example/evil.hpi']],
  [['# harmless\nevil:1.0', 'git:1.0']],
  [['# harmless\revil:1.0', 'git:1.0']],
  [['git:1.0', '\f evil:1.0 # harmless']],
])('guard pluginChanges: the user is asked about a plugin that is hidden in %j', (lines) => {
  expect(pluginChanges(OWN, linesText(lines, OWN))).toEqual([expect.stringContaining('New: evil:')]);
});

test('guard pluginChanges: the user is asked about another address, in YAML too', () => {
  expect(pluginChanges(OWN, 'git:1.0:http://evil.example/git.hpi\n')).toEqual([
    expect.stringContaining('evil.example'),
  ]);
  const yaml = { ...OWN, isYaml: true, text: 'plugins:\n  - artifactId: git\n' };
  const text = `${yaml.text}  - { artifactId: evil, source: { url: "http://evil.example/evil.hpi" } }\n`;
  expect(pluginChanges(yaml, text)).toEqual([expect.stringContaining('evil.example')]);
});

test('what reaches nothing is not asked for', () => {
  const change = { desktop: { theme: 'dark' }, jenkins: { executors: 4 }, ports: { dood: 9090 } };
  expect(reachingChanges(defaultSettings, settingsSchema.parse(change))).toEqual([]);
});

const stop = { id: consent.interrupt('c1'), text: 'Stop a running build', detail: '' };
const create = { id: consent.createHome('/srv'), text: 'Create /srv', detail: '' };

test('guard agreedTo: the window cannot use the consents of a rollback, or those for what it was not asked', () => {
  const given = [
    consent.reuseUnchanged(),
    consent.stopUncounted('jenkins-dind-container'),
    consent.takeOver('other'),
    consent.undoChange(),
    consent.comeBack('c1'),
    'restart:c1:always:0',
  ];
  expect(agreedTo(given, [stop])).toEqual({ consents: [], replaces: [] });
});

test('guard agreedTo: what stops or replaces is confirmed, a new folder is not', () => {
  expect(agreedTo([stop.id, create.id], [stop, create])).toEqual({
    consents: [stop.id, create.id],
    replaces: ['Stop a running build'],
  });
  expect(agreedTo([consent.recreate('c1')], []).replaces).toHaveLength(1);
});
