import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createRefusedLogins } from '../../../../electron/adapters/refused-logins.ts';
import { config } from '../../../../electron/cli/commands/config.ts';
import { FailureError } from '../../../../electron/shared/failure.ts';
import { failureFrom, type Script, stage } from '../../../doubles/command.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'config-command-'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

const file = (): string => join(folder, 'settings.json');
const stored = (): string => readFileSync(file(), 'utf8');

function staged(script: Script = {}) {
  const lab = stage({ ...script, options: { config: folder, ...script.options } });
  return { ...lab, context: { ...lab.context, configDir: folder } };
}

/** `config edit` with this shell command in place of an editor; the file is `$1`. */
async function edited(command: string, script: Script = {}) {
  vi.stubEnv('VISUAL', `sh -c '${command}' sh`);
  const lab = staged(script);
  const end = await config(lab.context, ['edit']).then(
    () => null,
    async (thrown: unknown) => await failureFrom(Promise.reject(thrown)),
  );
  return { ...lab, failure: end };
}

test('unset puts a setting back to its default', async () => {
  await config(staged().context, ['set', 'ports.dood', '9090']);
  const lab = staged();
  await config(lab.context, ['unset', 'ports.dood']);
  expect(lab.out()).toBe('ports.dood = 8080');
  expect(JSON.parse(stored()).ports.dood).toBe(8080);
  expect((await failureFrom(config(staged().context, ['unset', 'port']))).code).toBe('usage/invalid');
  expect((await failureFrom(config(staged().context, ['unset']))).code).toBe('usage/invalid');
});

test('a secret is asked for, and never printed', async () => {
  const lab = staged({ answers: ['s3cret'] });
  await config(lab.context, ['set', 'jenkins.apiToken']);
  expect([lab.out(), lab.asked]).toEqual(['jenkins.apiToken = (set)', ['jenkins.apiToken: ']]);
  const piped = staged({ answers: ['other'] });
  await config(piped.context, ['set', 'jenkins.apiToken', '-']);
  expect(JSON.parse(stored()).jenkins.apiToken).toBe('other');
});

test('a login that is set again may be tried again', async () => {
  const refused = createRefusedLogins(folder);
  await config(staged().context, ['set', 'jenkins.user', 'ann']);
  const login = { container: 'c1 1', user: 'ann', password: 'same' };
  for (const words of [
    ['jenkins.apiToken', '-'],
    ['jenkins.user', 'ann'],
  ]) {
    await refused.add(login, Date.now());
    await config(staged({ answers: ['same'] }).context, ['set', ...words]);
    expect(refused.has(login)).toBe(false);
  }
});

test('an empty input does not clear a secret', async () => {
  await config(staged({ answers: ['s3cret'] }).context, ['set', 'jenkins.apiToken', '-']);
  const failure = await failureFrom(config(staged({ answers: [''] }).context, ['set', 'jenkins.apiToken', '-']));
  expect(failure).toMatchObject({ code: 'usage/invalid', command: 'jenkins-tray config unset jenkins.apiToken' });
  expect(JSON.parse(stored()).jenkins.apiToken).toBe('s3cret');
});

test('quietly, a change prints nothing', async () => {
  const lab = staged({ options: { quiet: true } });
  await config(lab.context, ['set', 'ports.dood', '9090']);
  expect(lab.out()).toBe('');
});

test('edit stores what the editor wrote, and leaves no copy', async () => {
  const { failure, out } = await edited('sed -i s/8080/9090/ "$1"');
  expect([failure, out()]).toEqual([null, 'Stored.']);
  expect(JSON.parse(stored()).ports.dood).toBe(9090);
  expect(statSync(file()).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(['settings.json']);
});

test.each(['true', ': > "$1"'])('an editor that does %j changes nothing', async (command) => {
  const { failure, out } = await edited(command);
  expect([failure, out()]).toEqual([null, 'Nothing was changed.']);
  expect(readdirSync(folder)).toEqual([]);
});

test.each([
  ['not JSON', 'echo "{ oops" > "$1"', 'JSON'],
  ['an unknown setting', 'echo "{\\"colour\\": 1}" > "$1"', 'colour: unknown setting'],
  ['two settings that contradict each other', 'sed -i s/8080/50000/ "$1"', '50000'],
])('after %s nothing is stored, and the text is kept', async (_what, command, why) => {
  await config(staged().context, ['set', 'ports.dind', '8085']);
  const before = stored();
  const { failure } = await edited(command);
  expect(failure).toMatchObject({ code: 'settings/invalid', title: 'The edited settings are not valid' });
  expect(failure?.detail).toContain(why);
  expect(stored()).toBe(before);
  const kept = /kept in (\S+)/.exec(failure?.detail ?? '')?.[1] ?? '';
  expect(readFileSync(kept, 'utf8')).not.toBe('');
});

test('on a terminal an error can be corrected in the same text', async () => {
  const correcting = 'if grep -q oops "$1"; then sed -i s/oops// "$1"; else sed -i "s/8080/9090 oops/" "$1"; fi';
  const { failure, errors } = await edited(correcting, { answers: ['y'] });
  expect(failure).toBeNull();
  expect(errors()).toContain('The edited settings are not valid');
  expect(JSON.parse(stored()).ports.dood).toBe(9090);
  expect(readdirSync(folder)).toEqual(['settings.json']);
});

test('what somebody else stored meanwhile is not overwritten', async () => {
  await config(staged().context, ['set', 'ports.dind', '8085']);
  const { failure } = await edited(`sed -i s/8085/9999/ "${'$'}1"; sed -i s/8085/7777/ ${file()}`);
  expect(failure?.title).toBe('The settings were changed by someone else in the meantime');
  expect(JSON.parse(stored()).ports.dind).toBe(7777);
});

test('a file with a slip in it can be mended', async () => {
  writeFileSync(file(), '{ "ports": { "dood": 9090, } }', { mode: 0o600 });
  const { failure } = await edited('sed -i "s/9090,/9090/" "$1"');
  expect(failure).toBeNull();
  expect(JSON.parse(stored()).ports.dood).toBe(9090);
});

test('an editor that fails changes nothing, and is named', async () => {
  const { failure } = await edited('exit 3');
  expect(failure).toMatchObject({ code: 'usage/invalid', detail: 'It ended with exit code 3. Nothing was changed.' });
  const written = await edited('echo "{}" > "$1"; exit 3');
  expect(written.failure?.detail).toContain('Your text is kept in ');
});

test('a token is not taken from an argument, and no command prints it', async () => {
  const failure = await failureFrom(config(staged({}).context, ['set', 'jenkins.apiToken', 's3cret']));
  expect(failure).toMatchObject({ code: 'usage/invalid', command: 'jenkins-tray config set jenkins.apiToken' });
  for (const json of [true, false]) {
    const options = { json };
    const set = staged({ answers: ['s3cret'], options });
    await config(set.context, ['set', 'jenkins.apiToken', '-']);
    const get = staged({ options });
    await config(get.context, ['get', 'jenkins.apiToken']);
    const list = staged({ options });
    await config(list.context, ['list']);
    expect(stored()).toContain('s3cret');
    const said = set.out() + get.out() + list.out();
    expect(said).not.toContain('s3cret');
    expect(said.match(/\(set\)/g)).toHaveLength(3);
  }
});

test('no command prints the password in an address, and none loses it', async () => {
  const proxy = 'http://ann:geheim@proxy.example:3128';
  for (const options of [{}, { json: true }, { json: true, format: '{{json .}}' }]) {
    const labs = [
      ['set', 'proxy.http', proxy],
      ['set', 'nested.httpProxy', 'ann:geheim@proxy.example:3128'],
      ['get', 'proxy.http'],
      ['get', 'nested.httpProxy'],
      ['list'],
    ].map((words) => ({ words, ...staged({ options }) }));
    for (const { words, context } of labs) await config(context, words);
    const said = labs.map(({ out }) => out()).join('\n');
    expect(said).not.toContain('geheim');
    expect(said.match(/\(hidden\)@proxy\.example:3128/g)).toHaveLength(6);
  }
  await config(staged().context, ['set', 'ports.dood', '9090']);
  expect((await edited('sed -i s/9090/9091/ "$1"')).failure).toBeNull();
  expect(JSON.parse(stored()).proxy.http).toBe(proxy);
});

test('what is shown in place of a secret is not stored as one', async () => {
  await config(staged().context, ['set', 'proxy.http', 'http://ann:geheim@proxy.example']);
  await config(staged({ answers: ['s3cret'] }).context, ['set', 'jenkins.apiToken', '-']);
  const shown = staged();
  await config(shown.context, ['get', 'proxy.http']);
  for (const [key, value] of [
    ['proxy.http', shown.out()],
    ['jenkins.apiToken', '(set)'],
  ] as const)
    expect(await failureFrom(config(staged({ answers: [value] }).context, ['set', key, '-']))).toMatchObject({
      code: 'usage/invalid',
      command: 'jenkins-tray config edit',
    });
  expect(stored()).toMatch(/geheim[\s\S]*s3cret/);
});

test('a value that is refused is named without its secret', async () => {
  const refused = async (key: string, value: string) =>
    JSON.stringify(await failureFrom(config(staged({ answers: [value] }).context, ['set', key, '-'])));
  expect(await refused('proxy.http', 'ftp://ann:geheim@h')).toContain('ftp://(hidden)@h');
  expect(await refused('jenkins.apiToken', 'gehe\u0007im')).not.toContain('gehe');
});

test.each([
  ['unset', 'jenkins.apiToken', 'geheim'],
  ['get', 'jenkins.apiToken', 'geheim'],
  ['list', 'geheim'],
  ['path', 'geheim'],
  ['edit', 'geheim'],
])('config %s does not ignore a word, nor repeat it, which may be a secret', async (...args) => {
  const failure = await failureFrom(config(staged().context, args));
  const taken = args.length === 3 ? 'a KEY only' : 'no further words';
  expect(failure).toMatchObject({ code: 'usage/invalid', title: `config ${args[0]} takes ${taken}` });
  expect(JSON.stringify(failure)).not.toContain('geheim');
  expect(readdirSync(folder)).toEqual([]);
});

test.each([['jenkins.apiToken=geheim'], ['set', 'jenkins.apiTokn=geheim', 'x'], ['get', 'jenkins.apiToken=geheim']])(
  'what follows an equals sign in %j is not repeated',
  async (...args) => {
    const failure = await failureFrom(config(staged().context, args));
    expect(failure).toMatchObject({ code: 'usage/invalid', title: expect.stringContaining('jenkins.apiTok') });
    expect(JSON.stringify(failure)).not.toContain('geheim');
  },
);

test('without a terminal and a named editor, edit says so at once', async () => {
  vi.stubEnv('VISUAL', '');
  vi.stubEnv('EDITOR', ' ');
  const failure = await failureFrom(config(staged().context, ['edit']));
  expect(failure).toMatchObject({ code: 'usage/invalid', title: 'config edit needs a terminal' });
  expect(readdirSync(folder)).toEqual([]);
});

test('a no to editing again says where the text is, and not a second time what is wrong', async () => {
  const { failure, errors } = await edited('echo oops > "$1"', { answers: ['n'] });
  expect(errors()).toContain('is not valid JSON');
  expect(errors()).not.toContain('config edit');
  expect(failure?.title).toBe('The edited settings were not stored');
  expect(failure?.detail).toMatch(/^Your text is kept in \S+$/);
});

test('Ctrl-C that ends the editor is no failure of the editor', async () => {
  const interrupted = { code: 'run/interrupted', title: 'Interrupted', detail: '' } as const;
  const signal = AbortSignal.abort(new FailureError(interrupted));
  expect((await edited('exit 130', { signal })).failure).toEqual(interrupted);
  expect(readdirSync(folder)).toEqual([]);
});
