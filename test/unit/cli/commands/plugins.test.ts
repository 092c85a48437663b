import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createPluginLists } from '../../../../electron/adapters/plugin-lists.ts';
import { createSettings } from '../../../../electron/adapters/settings.ts';
import { plugins } from '../../../../electron/cli/commands/plugins.ts';
import { failureFrom, type Script, stage } from '../../../doubles/command.ts';
import { intentWith } from '../../../doubles/world.ts';
import { ROOT } from '../../../lab/paths.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plugins-command-'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

const list = (): string => join(folder, 'plugins.txt');
const stored = (): string => readFileSync(list(), 'utf8');
const setting = (): string => createSettings(folder).load().settings.images.pluginsFile;

function staged(script: Script = {}) {
  const world = {
    intent: { load: () => intentWith(script.intent) },
    settings: createSettings(folder),
    pluginLists: createPluginLists(folder),
    assets: join(ROOT, 'assets/docker'),
    host: { readText: async (path: string) => readFileSync(path, 'utf8') },
  };
  const lab = stage({ world, ...script });
  return { ...lab, context: { ...lab.context, configDir: folder } };
}

/** A list of the user's in the settings folder. */
async function own(text: string): Promise<void> {
  writeFileSync(list(), text);
  await createSettings(folder).update((now) => ({ ...now, images: { ...now.images, pluginsFile: list() } }));
}

/** `plugins edit` with this shell command in place of an editor; the file is `$1`. */
async function edited(command: string, script: Script = {}, words: readonly string[] = []) {
  vi.stubEnv('VISUAL', `sh -c '${command}' sh`);
  const lab = staged(script);
  const failure = await plugins(lab.context, ['edit', ...words]).then(
    () => null,
    async (thrown: unknown) => await failureFrom(Promise.reject(thrown)),
  );
  return { ...lab, failure };
}

test('the app’s list is shown, also as JSON and as names', async () => {
  const lab = staged();
  await plugins(lab.context, []);
  expect(lab.out()).toMatch(/plugins in the list of Jenkins Tray[\s\S]*git +5\.10\.1/);
  const json = staged({ options: { json: true } });
  await plugins(json.context, ['list']);
  expect(JSON.parse(json.out())).toMatchObject({ file: '', problems: [], leftOut: [] });
  const quiet = staged({ options: { quiet: true } });
  await plugins(quiet.context, ['list']);
  expect(quiet.out().split('\n')).toContain('git');
});

test('add begins with the app’s list, and says how Jenkins gets the plugin', async () => {
  const lab = staged({ intent: { mode: 'dood' } });
  await plugins(lab.context, ['add', 'mailer:489.vd4b_25144138f']);
  expect(stored()).toMatch(/^git:5\.10\.1$[\s\S]*^mailer:489\.vd4b_25144138f$/m);
  expect(stored()).toContain('# Pinned plugins');
  expect(setting()).toBe(list());
  expect(lab.out()).toContain('jenkins-tray upgrade --same-base');
});

test('add without a version takes the one that the app pins, and leaves what is there', async () => {
  await own('junit:1.0\n');
  await plugins(staged().context, ['add', 'git']);
  expect(stored()).toBe('junit:1.0\ngit:5.10.1\n');
  const again = staged();
  await plugins(again.context, ['add', 'junit']);
  expect(again.out()).toBe('junit is in the list already: 1.0.');
  await plugins(staged().context, ['add', 'mailer']);
  expect(stored()).toBe('junit:1.0\ngit:5.10.1\nmailer\n');
});

test.each([['add', 'git five'], ['add', 'git:'], ['add'], ['remove'], ['list', 'git'], ['drop', 'git'], ['edit', '']])(
  '%j %j is refused, and nothing is stored',
  async (...words) => {
    expect((await failureFrom(plugins(staged().context, words))).code).toBe('usage/invalid');
    expect(readdirSync(folder)).toEqual([]);
  },
);

test('an empty file name is told as that: check takes one', async () => {
  const { title } = await failureFrom(plugins(staged().context, ['check', '']));
  expect(title).toBe('plugins check cannot be used with an empty name');
});

test('a plugin of the app’s own is dropped after a question that says what is lost', async () => {
  const no = staged({ answers: ['n'] });
  expect((await failureFrom(plugins(no.context, ['remove', 'git']))).code).toBe('consent/needed');
  expect(no.out()).toContain('nothing is checked out from Git');
  const script = staged();
  expect(await failureFrom(plugins(script.context, ['remove', 'git']))).toMatchObject({
    code: 'consent/needed',
    command: 'jenkins-tray plugins remove git --yes',
  });
  expect(readdirSync(folder)).toEqual([]);
  await plugins(staged({ options: { yes: true } }).context, ['remove', 'git']);
  expect(stored()).not.toMatch(/^git:/m);
  const after = staged();
  await plugins(after.context, []);
  expect(after.out()).toContain('Without git, nothing is checked out from Git');
});

test('a plugin of the user’s is removed without a question, and one that is not there is told', async () => {
  await own('git:1.0\nmailer\n');
  await plugins(staged().context, ['remove', 'mailer']);
  expect(stored()).toBe('git:1.0\n');
  expect((await failureFrom(plugins(staged().context, ['remove', 'gti']))).detail).toContain('Did you mean git?');
});

test('check names each line that is wrong, in the list or in another file', async () => {
  await own('git:1.0\ngit five\n\ngit:2.0\n');
  const failure = await failureFrom(plugins(staged().context, ['check']));
  expect(failure.code).toBe('settings/plugins');
  expect(failure.detail.split('\n')).toEqual([expect.stringMatching(/^Line 2: /), 'Line 4: git is in line 1 already.']);
  const other = join(folder, 'other.yaml');
  writeFileSync(other, 'plugins:\n  - artifactId: git\n');
  const lab = staged();
  expect(await plugins(lab.context, ['check', other])).toBe(0);
  expect(lab.out()).toContain('1 plugin, each line is valid');
});

test('edit stores what the editor wrote, and leaves no copy', async () => {
  const { failure, out } = await edited('sed -i s/^git:5.10.1/git:5.11.0/ "$1"');
  expect([failure, out()]).toEqual([null, expect.stringContaining(`Stored in ${list()}.`)]);
  expect(stored()).toMatch(/^git:5\.11\.0$/m);
  expect(readdirSync(folder).sort()).toEqual(['plugins.txt', 'settings.json']);
});

test.each(['true', ': > "$1"'])('an editor that does %j changes nothing', async (command) => {
  const { failure, out } = await edited(command);
  expect([failure, out()]).toEqual([null, 'Nothing was changed.']);
  expect(readdirSync(folder)).toEqual([]);
});

test('an edited text that is not valid is kept, with the command that goes on from it', async () => {
  await own('git:1.0\n');
  const { failure } = await edited('echo "junit five" >> "$1"');
  expect(failure).toMatchObject({ code: 'settings/plugins', title: 'The edited list has 1 line to correct' });
  expect(failure?.detail).toContain('Line 2: ');
  expect(stored()).toBe('git:1.0\n');
  const kept = failure?.command?.replace('jenkins-tray plugins edit ', '') ?? '';
  const next = await edited('sed -i "s/ five/:1.0/" "$1"', {}, [kept]);
  expect([next.failure, stored()]).toEqual([null, 'git:1.0\njunit:1.0\n']);
});

test('on a terminal an error can be corrected in the same text', async () => {
  await own('git:1.0\n');
  const correcting = 'if grep -q five "$1"; then sed -i s/.five/:1.0/ "$1"; else echo "junit five" >> "$1"; fi';
  const { failure, errors } = await edited(correcting, { answers: ['y'] });
  expect(failure).toBeNull();
  expect(errors()).toContain('Line 2: "junit five"');
  expect(stored()).toBe('git:1.0\njunit:1.0\n');
});

test('who edits a plugin of the app’s own away is asked, and after a no keeps the text', async () => {
  const drop = 'sed -i /^junit:/d "$1"';
  const { failure, out } = await edited(drop, { answers: [''] });
  expect(failure?.code).toBe('consent/needed');
  expect(out()).toContain('Without junit, test results are not collected.');
  const kept = /kept in (\S+)/.exec(failure?.detail ?? '')?.[1] ?? '';
  expect(readFileSync(kept, 'utf8')).not.toMatch(/^junit:/m);
  expect(setting()).toBe('');
  const yes = await edited(drop, { answers: ['y'] });
  expect([yes.failure, /^junit:/m.test(stored())]).toEqual([null, false]);
});

test('a list that was changed meanwhile is not replaced', async () => {
  await own('git:1.0\n');
  const { failure } = await edited(`echo mailer >> "$1"; echo junit >> ${list()}`);
  expect(failure?.title).toContain('changed by someone else');
  expect([stored(), failure?.detail]).toEqual(['git:1.0\njunit\n', expect.stringContaining('kept in')]);
});

test('while Jenkins is off, its next start has the list', async () => {
  const lab = staged();
  await plugins(lab.context, ['add', 'mailer']);
  expect(lab.out()).toBe(`mailer is in ${list()}.\nThe next start of Jenkins has it.`);
});

test('quietly, a change prints nothing', async () => {
  const lab = staged({ options: { quiet: true } });
  await plugins(lab.context, ['add', 'mailer']);
  expect(lab.out()).toBe('');
});
