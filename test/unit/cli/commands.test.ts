import { describe, expect, test } from 'vitest';
import { logs } from '../../../electron/cli/commands/logs.ts';
import { open } from '../../../electron/cli/commands/open.ts';
import { plan } from '../../../electron/cli/commands/plan.ts';
import { status } from '../../../electron/cli/commands/status.ts';
import { down, toggle, up } from '../../../electron/cli/commands/switch.ts';
import { err, type Failure, failureOf } from '../../../electron/shared/failure.ts';
import type { Question, StepLine } from '../../../electron/shared/snapshot.ts';
import type { StepKind } from '../../../electron/shared/step-words.ts';
import { lines, preview, running, snapshot, stage } from '../../doubles/command.ts';

const failed = async (work: Promise<unknown>): Promise<Failure> =>
  work.then(
    () => {
      throw new Error('it did not fail');
    },
    (thrown: unknown) => failureOf(thrown),
  );
const step = (kind: StepKind, object: string): StepLine => ({ kind, object, detail: '', text: object });
const question: Question = {
  id: 'interrupt:1',
  text: 'Stop a running build: train #42',
  detail: 'It is aborted.',
};

describe('status', () => {
  test('a running Jenkins is a small block, and 0', async () => {
    const it = stage({ snapshot: running() });
    expect(await status(it.context)).toBe(0);
    expect(it.out()).toBe(
      lines(
        'Jenkins    DinD at http://127.0.0.1:8081 (2.568.2)',
        'Asked for  DinD',
        'Builds     none running',
        'Engine     Docker 29.7.0 at unix:///run/docker.sock',
      ),
    );
  });

  test('off is 3, drift 4 with its causes, an engine that does not answer 1', async () => {
    expect(await status(stage().context)).toBe(3);
    const causes = [{ object: 'jenkins-container', current: 'stopped', desired: 'running' }];
    const drifted = stage({
      snapshot: snapshot({
        intent: 'dind',
        jenkins: { kind: 'drifted', mode: 'dind', url: null, version: '', causes },
      }),
    });
    expect(await status(drifted.context)).toBe(4);
    expect(drifted.out()).toContain('jenkins-container: stopped, should be running');
    const failure: Failure = { code: 'engine/unreachable', title: 'Docker does not answer', detail: 'ENOENT' };
    const gone = stage({
      snapshot: snapshot({ engine: { kind: 'unreachable', failure }, jenkins: { kind: 'unknown' } }),
    });
    expect(await status(gone.context)).toBe(1);
    expect(gone.out()).toContain('✗ Docker does not answer (engine/unreachable)');
  });

  test('--json has every field, null where it is not known', async () => {
    const it = stage({ options: { json: true } });
    await status(it.context);
    expect(JSON.parse(it.out())).toEqual({
      intent: 'off',
      jenkins: { kind: 'stopped', mode: null, url: null, version: null },
      engine: {
        kind: 'connected',
        version: '29.7.0',
        apiVersion: '1.54',
        host: 'unix:///run/docker.sock',
        context: 'default',
      },
      builds: { kind: 'known', running: 0, list: [] },
      notices: [],
    });
  });

  test('settings that cannot be read are a failure, not another instance', async () => {
    const problem: Failure = { code: 'settings/invalid', title: 'Broken', detail: '' };
    const it = stage({ world: { settings: { load: () => ({ settings: {}, problem }) } } });
    expect(await failed(status(it.context))).toEqual(problem);
  });
});

describe('up, toggle and down', () => {
  test('steps are plain lines where nothing can be redrawn', async () => {
    const it = stage({
      snapshot: running(),
      steps: [
        { ...step('create-network', 'jenkins'), state: 'done', elapsed: 40 },
        { ...step('start', 'jenkins-container'), state: 'done', elapsed: 4200 },
        { ...step('await-ready', 'jenkins-container'), state: 'running', elapsed: 0 },
      ],
    });
    expect(await up(it.context, ['dind'])).toBe(0);
    expect(it.out()).toBe(
      lines(
        '> Create network jenkins … done',
        '> Start jenkins-container … done (4.2 s)',
        '✓ Jenkins is up in DinD at http://127.0.0.1:8081 (0 ms).',
      ),
    );
  });

  test('a new home is told where its password is', async () => {
    const host = { home: async () => ({ kind: 'folder', empty: true, fresh: false }) };
    const it = stage({ snapshot: running(), world: { host } });
    await up(it.context, ['dind']);
    expect(it.out()).toContain('Log in as admin; the password is in /c/secrets/admin-password');
  });

  test('without anybody to ask, nothing is done and the command that agrees is named', async () => {
    const it = stage({ preview: preview({ questions: [question] }), options: { config: '/my dir' } });
    expect(await failed(up(it.context, ['dind']))).toEqual({
      code: 'consent/needed',
      title: 'This needs your consent',
      detail: '• Stop a running build: train #42\n  It is aborted.',
      fix: 'Run it in a terminal to be asked, or agree to all of it:',
      command: "jenkins-tray up dind --config '/my dir' --yes",
    });
    expect(it.wishes).toEqual([]);
  });

  test('yes to each question is the consent; the first no ends it', async () => {
    const yes = stage({ preview: preview({ questions: [question] }), answers: ['y'], snapshot: running() });
    expect(await up(yes.context, ['dind'])).toBe(0);
    expect(yes.wishes).toEqual([{ mode: 'dind', consents: ['interrupt:1'], purge: [] }]);
    const no = stage({ preview: preview({ questions: [question] }), answers: [''] });
    expect((await failed(up(no.context, ['dind']))).title).toBe('Nothing was done');
    expect(no.wishes).toEqual([]);
  });

  test('--yes consents to all without asking', async () => {
    const it = stage({ preview: preview({ questions: [question] }), options: { yes: true }, answers: [] });
    await down(it.context, [], { volumes: true });
    expect(it.wishes).toEqual([{ mode: 'off', consents: 'all', purge: ['volumes'] }]);
    expect(it.asked).toEqual([]);
  });

  test('toggle goes to the other mode, and finishes one that was interrupted', async () => {
    const other = stage({ snapshot: running(), intent: { mode: 'dind', from: 'dind', state: 'settled' } });
    await toggle(other.context);
    const pending = stage({ snapshot: running(), intent: { mode: 'dood', from: 'dind', state: 'pending' } });
    await toggle(pending.context);
    expect([...other.wishes, ...pending.wishes].map(({ mode }) => mode)).toEqual(['dood', 'dood']);
  });

  test('Ctrl-C is 130 and says that the next one goes on', async () => {
    const result = err({ code: 'engine/error', title: 'aborted', detail: '' });
    const it = stage({ result, signal: AbortSignal.abort() });
    expect(await up(it.context, ['dind'])).toBe(130);
    expect(it.errors()).toBe(
      lines(
        '✗ Interrupted before it was done (run/interrupted)',
        '  What was begun is remembered: the next up or down goes on from here.',
      ),
    );
  });

  test('a failure with --json is one document', async () => {
    const failure: Failure = { code: 'jenkins/not-ready', title: 'Not ready', detail: 'log' };
    const it = stage({ result: err(failure), options: { json: true } });
    expect(await up(it.context, ['dind'])).toBe(1);
    expect(JSON.parse(it.out())).toEqual({ failure });
  });
});

describe('plan, open and logs', () => {
  test('a plan shows what it asks, its steps and for how long the page is away', async () => {
    const it = stage({ preview: preview({ questions: [question], awaySeconds: 15 }) });
    expect(await plan(it.context, ['dind'])).toBe(0);
    expect(it.out()).toBe(
      lines(
        'asks: Stop a running build: train #42',
        '      It is aborted.',
        '',
        '+ network    jenkins',
        '',
        'The page is away for about 15 s.',
      ),
    );
  });

  test('open opens the page and prints its address; without one it says how to get one', async () => {
    const it = stage({ snapshot: running() });
    expect(await open(it.context)).toBe(0);
    expect([it.out(), it.opened]).toEqual(['http://127.0.0.1:8081', ['http://127.0.0.1:8081']]);
    expect((await failed(open(stage().context))).code).toBe('jenkins/unreachable');
  });

  test('a followed log is no JSON document', async () => {
    const it = stage({ options: { json: true } });
    expect((await failed(logs(it.context, ['jenkins'], { follow: true, lines: '5' }))).code).toBe('usage/invalid');
  });
});
