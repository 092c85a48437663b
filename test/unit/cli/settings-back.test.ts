import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSettings } from '../../../electron/adapters/settings.ts';
import { config } from '../../../electron/cli/commands/config.ts';
import { withSettings } from '../../../electron/core/settings/settings-change.ts';
import { failureFrom, running, type Script, stage } from '../../doubles/command.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'settings-back-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const stored = () => JSON.parse(readFileSync(join(folder, 'settings.json'), 'utf8'));

/** Settings with which Jenkins was ready, and what was changed since. */
async function staged(script: Script = {}) {
  const file = createSettings(folder);
  await file.keepReady(
    'dood',
    await file.update((now) => withSettings(now, { 'ports.dood': 9000, 'jenkins.javaOpts': '' })),
  );
  await file.update((now) =>
    withSettings(now, { 'jenkins.javaOpts': '-Dpassword=pa55word -XX:Nonsense', 'desktop.theme': 'dark' }),
  );
  return stage({ result: { ok: true, value: running() }, ...script, options: { config: folder, ...script.options } });
}
const back = (lab: Awaited<ReturnType<typeof staged>>) => config(lab.context, ['back']);

test('old and new values are shown, stored after a yes, and applied', async () => {
  const lab = await staged({ answers: ['y'], intent: { mode: 'dood', state: 'failed' } });
  expect(await back(lab)).toBe(0);
  expect(lab.out()).toContain('Go back to the settings with which Jenkins was last ready');
  expect(lab.out()).toContain('jenkins.javaOpts  "-Dpassword=(hidden) -XX:Nonsense" → ""');
  expect([stored().jenkins.javaOpts, stored().ports.dood, stored().desktop.theme]).toEqual(['', 9000, 'dark']);
  expect(lab.requests).toMatchObject([{ mode: 'dood' }]);
  expect(lab.opened).toEqual(['core']);
});

test('with --yes nothing is asked, and what changes is shown all the same', async () => {
  const lab = await staged({ options: { yes: true }, intent: { mode: 'dind', state: 'failed' } });
  expect(await back(lab)).toBe(0);
  expect(lab.asked).toEqual([]);
  expect(lab.out()).toContain('jenkins.javaOpts');
  expect(lab.requests).toMatchObject([{ mode: 'dind', consents: 'all' }]);
});

test('a Jenkins that is off stays off', async () => {
  const lab = await staged({ answers: ['y'], intent: { mode: 'off' } });
  expect(await back(lab)).toBe(0);
  expect([lab.requests, lab.out().split('\n').at(-1)]).toEqual([[], 'Stored.']);
});

test('after a no, or without anybody to ask, nothing is changed', async () => {
  for (const script of [{ answers: ['n'] }, {}, { answers: ['y'], options: { json: true } }]) {
    const lab = await staged(script);
    expect((await failureFrom(back(lab))).code).toBe('consent/needed');
    expect(stored().jenkins.javaOpts).toContain('Nonsense');
    expect(lab.requests).toEqual([]);
  }
});

test('without a change there is nothing to go back to', async () => {
  const lab = stage({ options: { config: folder, yes: true } });
  expect(await failureFrom(config(lab.context, ['back']))).toMatchObject({
    code: 'settings/invalid',
    title: 'There are no settings to go back to',
  });
  expect((await failureFrom(config(lab.context, ['back', 'x']))).code).toBe('usage/invalid');
});
