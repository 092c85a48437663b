import { expect, test } from 'vitest';
import { newlyLeftOut, ownPlugins, saveOwnPlugins } from '../../../../electron/core/settings/own-plugins.ts';
import { linesText, pluginChanges, textLines } from '../../../../electron/core/settings/plugin-changes.ts';
import { failureFrom } from '../../../doubles/command.ts';
import { Machine } from '../../../doubles/model-engine/machine.ts';

const APPS = '/app/docker/jenkins/plugins.txt';

/** A settings folder in `/c`, and an app whose own list has git and junit. */
function lab(file = '', text = '') {
  const machine = new Machine();
  machine.files.set(APPS, '# Git\ngit:5.10.1\njunit:1.0\n');
  machine.files.set(file, text);
  machine.settings = { ...machine.settings, images: { ...machine.settings.images, pluginsFile: file } };
  return { machine, world: machine.process().world, stored: () => machine.settings.images.pluginsFile };
}

test('without a list of the user’s, a change begins with the app’s, in a file that the setting then names', async () => {
  const { machine, world, stored } = lab();
  const own = await ownPlugins(world);
  expect(own).toMatchObject({ file: '', text: '# Git\ngit:5.10.1\njunit:1.0\n', isYaml: false });
  await saveOwnPlugins(world, own, '# Git\ngit:5.10.1\nmailer\n');
  expect([stored(), machine.files.get('/c/plugins.txt')]).toEqual(['/c/plugins.txt', '# Git\ngit:5.10.1\nmailer\n']);
});

test('a file of the user’s stays where it is, and the text before is kept', async () => {
  const { machine, world, stored } = lab('/srv/my.yaml', 'plugins: []\n');
  const own = await ownPlugins(world);
  await saveOwnPlugins(world, own, 'plugins:\n  - artifactId: git\n');
  expect([stored(), machine.files.get('/srv/my.yaml')]).toEqual(['/srv/my.yaml', 'plugins:\n  - artifactId: git\n']);
  expect([...machine.files.values()].filter((it) => it === 'plugins: []\n')).toHaveLength(1);
});

test('a copy that an image was built from is not edited: the text becomes the user’s list', async () => {
  const { machine, world, stored } = lab('/c/plugins/plugins-0a.txt', 'git:1.0\n');
  machine.files.set('/c/plugins.txt', 'of before\n');
  await saveOwnPlugins(world, await ownPlugins(world), 'git:2.0\n');
  expect([stored(), machine.files.get('/c/plugins/plugins-0a.txt')]).toEqual(['/c/plugins.txt', 'git:1.0\n']);
  expect([...machine.files.values()]).toEqual(expect.arrayContaining(['git:2.0\n', 'of before\n']));
});

test('a text that is not valid, or a list that changed since, stores nothing', async () => {
  const { machine, world } = lab('/srv/my.txt', 'git:1.0\n');
  const own = await ownPlugins(world);
  const failure = await failureFrom(saveOwnPlugins(world, own, 'git:1.0\ngit five\n'));
  expect(failure).toMatchObject({ code: 'settings/plugins', title: '/srv/my.txt has 1 line to correct' });
  expect(failure.detail).toContain('Line 2: ');
  machine.files.set('/srv/my.txt', 'git:3.0\n');
  expect((await failureFrom(saveOwnPlugins(world, own, 'git:2.0\n'))).title).toContain('changed by someone else');
  expect(machine.files.get('/srv/my.txt')).toBe('git:3.0\n');
});

test('only plugins that go now are told', async () => {
  const { world } = lab('/srv/my.txt', 'git:1.0\n');
  const own = await ownPlugins(world);
  expect(newlyLeftOut(own, 'mailer\n').map(({ name }) => name)).toEqual(['git']);
  expect(pluginChanges(own, '# git\nmailer\n')).toEqual([
    'Without git: nothing is checked out from Git, Jenkinsfiles included',
    'New: mailer',
  ]);
  expect(pluginChanges(own, 'git:2.0\n')).toEqual(['git:1.0 becomes git:2.0']);
  expect(pluginChanges(own, '# why\ngit:1.0\n')).toEqual([]);
});

test.each(['a\nb\n', 'a\r\n\r\nb\r\n'])('lines of %j become that text again', (text) => {
  expect(linesText(textLines(text), { text })).toBe(text);
});
