import { expect, test } from 'vitest';
import { upgrade } from '../../../../electron/cli/commands/upgrade.ts';
import { consent } from '../../../../electron/shared/consents.ts';
import { failureFrom, preview, question, running, stage } from '../../../doubles/command.ts';
import { goodHome } from '../../../doubles/situation.ts';

const on = { mode: 'dind', from: 'dind', state: 'settled' } as const;
const host = { home: async () => ({ ...goodHome, version: '2.528.3' }) };
const lab = (given: Parameters<typeof stage>[0] = {}) =>
  stage({ snapshot: running(), intent: on, world: { host }, ...given });

test('a version becomes the base that has it', async () => {
  const { context, requests } = lab();
  expect(await upgrade(context, ['2.541.1'])).toBe(0);
  expect(requests).toEqual([
    {
      mode: 'dind',
      consents: [],
      purge: [],
      given: [expect.stringMatching(/^upgrade:\d+$/)],
      upgrade: { kind: 'to', base: 'jenkins/jenkins:2.541.1-jdk21', keepsHome: true },
    },
  ]);
});

test('--back asks, and names the same command with --yes', async () => {
  const asks = lab({ preview: preview({ questions: [{ ...question, id: consent.returnTo(1) }] }) });
  expect(await failureFrom(upgrade(asks.context, [], { back: true }))).toMatchObject({
    code: 'consent/needed',
    command: 'jenkins-tray upgrade --back --yes',
  });
  const agrees = lab({ options: { yes: true } });
  expect(await upgrade(agrees.context, [], { back: true })).toBe(0);
  expect(agrees.requests).toEqual([{ mode: 'dind', consents: 'all', purge: [], upgrade: { kind: 'back' } }]);
});

test('--no-snapshot, --lts and what it is not combined with', async () => {
  const { context, requests } = lab();
  await upgrade(context, [], { lts: true, snapshot: false });
  expect(requests[0]?.upgrade).toEqual({ kind: 'to', base: 'jenkins/jenkins:lts-jdk21', keepsHome: false });
  expect((await failureFrom(upgrade(context, ['2.541.1'], { lts: true }))).code).toBe('usage/invalid');
  expect((await failureFrom(upgrade(context, [], { lts: true, back: true }))).code).toBe('usage/invalid');
});

test('--same-base changes the plugins alone, and says so to who has to repeat it', async () => {
  const { context, requests } = lab();
  await upgrade(context, [], { sameBase: true });
  expect(requests).toMatchObject([
    {
      given: [expect.stringMatching(/^rebuild:\d+$/)],
      upgrade: { kind: 'to', base: 'jenkins/jenkins:lts-jdk21', keepsHome: true },
    },
  ]);
  const asks = lab({ preview: preview({ questions: [question] }) });
  expect(await failureFrom(upgrade(asks.context, [], { sameBase: true }))).toMatchObject({
    command: 'jenkins-tray upgrade --same-base --yes',
  });
  expect((await failureFrom(upgrade(context, [], { lts: true, sameBase: true }))).code).toBe('usage/invalid');
});

test('an older version than the home’s, and an upgrade of a Jenkins that is off, are refused', async () => {
  const { context, requests } = lab();
  expect((await failureFrom(upgrade(context, ['2.516.1']))).code).toBe('home/newer');
  const off = lab({ intent: { mode: 'off', from: 'off', state: 'settled' } });
  expect((await failureFrom(upgrade(off.context, ['2.541.1']))).title).toContain('nothing to upgrade');
  expect([...requests, ...off.requests]).toEqual([]);
});
