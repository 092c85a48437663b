import { expect, test } from 'vitest';
import { down, toggle, up } from '../../../../electron/cli/commands/switch.ts';
import { err, type Failure } from '../../../../electron/shared/failure.ts';
import { buildsAborted } from '../../../../electron/shared/failures/jenkins-builds.ts';
import { waitInterrupted } from '../../../../electron/shared/failures/run.ts';
import type { StepLine } from '../../../../electron/shared/snapshot.ts';
import type { StepKind } from '../../../../electron/shared/step-words.ts';
import { failureFrom, lines, preview, question, running, stage } from '../../../doubles/command.ts';
import { goodHome } from '../../../doubles/situation.ts';

const step = (kind: StepKind, object: string): StepLine => ({ kind, object, detail: '', text: object });

test('without a terminal, steps are printed as plain lines', async () => {
  const lab = stage({
    snapshot: running(),
    steps: [
      { ...step('create-network', 'jenkins'), state: 'done', elapsed: 40 },
      { ...step('start', 'jenkins-container'), state: 'done', elapsed: 4200 },
      { ...step('await-ready', 'jenkins-container'), state: 'running', elapsed: 0 },
    ],
  });
  expect(await up(lab.context, ['dind'])).toBe(0);
  expect(lab.out()).toBe(
    lines(
      '> Create network jenkins … done',
      '> Start jenkins-container … done (4.2 s)',
      '✓ Jenkins is up in DinD at http://127.0.0.1:8081 (0 ms).',
    ),
  );
});

test('a step that fails on the way back after Ctrl-C has failed, and one that was cut off was interrupted', async () => {
  const lab = stage({
    signal: AbortSignal.abort(),
    steps: [
      { ...step('start', 'jenkins-container'), state: 'failed', elapsed: 40, isCutOff: true },
      { ...step('start', 'jenkins-dood-container'), state: 'failed', elapsed: 40 },
    ],
    result: err(waitInterrupted()),
  });
  await up(lab.context, ['dind']);
  expect(lab.out()).toBe(lines('> Start jenkins-container … interrupted', '> Start jenkins-dood-container … failed'));
});

test.each([true, false])('where aborted builds can be queued again is %s, --requeue is told so', async (requeues) => {
  const asked = preview({ questions: [question], requeues });
  const lab = stage({ snapshot: running(), preview: asked, answers: ['y'] });
  expect(await up(lab.context, ['dind'], { requeue: true })).toBe(0);
  expect(lab.out().includes('cannot queue aborted builds again')).toBe(!requeues);
});

test('a new home’s password file is printed', async () => {
  const host = { home: async () => ({ ...goodHome, empty: true }) };
  const lab = stage({ snapshot: running(), world: { host } });
  await up(lab.context, ['dind']);
  expect(lab.out()).toContain('Sign in as admin; the password is in /c/secrets/admin-password');
});

test('without a terminal to ask on, nothing is done and the command that consents is named', async () => {
  const lab = stage({ preview: preview({ questions: [question] }), options: { config: '/my dir' } });
  expect(await failureFrom(up(lab.context, ['dind']))).toEqual({
    code: 'consent/needed',
    title: 'This needs your consent',
    detail: '• Stop a running build: train #42\n  It is aborted.',
    fix: 'Run it in a terminal to be asked, or agree to all of it:',
    command: "jenkins-tray up dind --config '/my dir' --yes",
  });
  expect(lab.requests).toEqual([]);
});

test('a yes to each question gives consent; the first no cancels', async () => {
  const yes = stage({ preview: preview({ questions: [question] }), answers: ['y'], snapshot: running() });
  expect(await up(yes.context, ['dind'])).toBe(0);
  expect(yes.requests).toEqual([{ mode: 'dind', consents: ['interrupt:1'], purge: [] }]);
  const no = stage({ preview: preview({ questions: [question] }), answers: [''] });
  expect((await failureFrom(up(no.context, ['dind']))).title).toBe('Nothing was done');
  expect(no.requests).toEqual([]);
});

test('--yes consents to all without asking', async () => {
  const lab = stage({ preview: preview({ questions: [question] }), options: { yes: true }, answers: [] });
  await down(lab.context, [], { volumes: true });
  expect(lab.requests).toEqual([{ mode: 'off', consents: 'all', purge: ['volumes'] }]);
  expect(lab.asked).toEqual([]);
});

test('toggle switches to the other mode, and finishes an interrupted switch', async () => {
  const other = stage({ snapshot: running(), intent: { mode: 'dind', from: 'dind', state: 'settled' } });
  await toggle(other.context);
  const pending = stage({ snapshot: running(), intent: { mode: 'dood', from: 'dind', state: 'pending' } });
  await toggle(pending.context);
  expect([...other.requests, ...pending.requests].map(({ mode }) => mode)).toEqual(['dood', 'dood']);
});

test('Ctrl-C exits with 130 and says that the next run resumes', async () => {
  const result = err({ code: 'engine/error', title: 'aborted', detail: '' });
  const lab = stage({ result, signal: AbortSignal.abort(), intent: { state: 'pending' } });
  expect(await up(lab.context, ['dind'])).toBe(130);
  expect(lab.errors()).toBe(
    lines(
      '✗ Interrupted before it finished (run/interrupted)',
      '  Jenkins Tray remembers what it started: the next up or down continues.',
    ),
  );
});

test('Ctrl-C while builds are waited for says that nothing was stopped', async () => {
  const lab = stage({ result: err(waitInterrupted()), signal: AbortSignal.abort(), intent: { state: 'settled' } });
  expect(await up(lab.context, ['dind'])).toBe(130);
  expect(lab.errors()).toContain('Nothing was stopped, builds start again, and the request is withdrawn.');
});

test('with --json a failure is one document', async () => {
  const failure: Failure = { code: 'jenkins/not-ready', title: 'Not ready', detail: 'log' };
  const lab = stage({ result: err(failure), options: { json: true } });
  expect(await up(lab.context, ['dind'])).toBe(1);
  expect(JSON.parse(lab.out())).toEqual({ failure });
});

test('down prints what it left undone', async () => {
  const failure: Failure = {
    code: 'network/in-use',
    title: 'The network is in use',
    detail: '',
    fix: 'Disconnect it.',
  };
  const snapshot = { ...running(), jenkins: { kind: 'stopped' } as const, notices: [{ id: 'n', failure }] };
  const lab = stage({ snapshot });
  expect(await down(lab.context, [], {})).toBe(0);
  expect(lab.out()).toBe(
    lines('✓ Jenkins is off (0 ms). Its home /srv/jenkins is unchanged.', '! The network is in use. Disconnect it.'),
  );
});

test('builds that were aborted are named at the end', async () => {
  const failure = buildsAborted([{ job: 'train', number: 42 }], true);
  const lab = stage({ snapshot: { ...running(), notices: [{ id: 'n', failure }] } });
  await up(lab.context, ['dind']);
  expect(lab.out()).toContain('! A build was aborted: train #42. It is queued again.');
});

test('what only the built image could tell is asked in the same run, once', async () => {
  const result = err({ code: 'home/plugins', title: 'The home’s plugins need a decision', detail: '' });
  const script = { result, preview: preview({ questions: [question] }) };
  const asking = stage({ ...script, answers: ['y', 'y'] });
  expect(await up(asking.context, ['dind'])).toBe(1);
  expect(asking.requests).toHaveLength(2);
  const refused = stage({ ...script, answers: ['y', 'n'] });
  expect((await failureFrom(up(refused.context, ['dind']))).title).toBe('Nothing was done');
  expect(refused.requests).toHaveLength(1);
});

test('the command that consents has what was said about running builds', async () => {
  const asked = { preview: preview({ questions: [question] }) };
  const failure = await failureFrom(up(stage(asked).context, ['dind'], { whenIdle: '30', requeue: true }));
  expect(failure.command).toBe('jenkins-tray up dind --when-idle=30 --requeue --yes');
  const endless = await failureFrom(up(stage(asked).context, ['dind'], { whenIdle: true }));
  expect(endless.command).toBe('jenkins-tray up dind --when-idle --yes');
});

test.each(['0', '007', '10081', '1.5', 'soon'])('builds are not waited for during %j minutes', async (whenIdle) => {
  const failure = await failureFrom(up(stage().context, ['dind'], { whenIdle }));
  expect(failure.title).toBe(`--when-idle cannot be ${whenIdle}`);
});
