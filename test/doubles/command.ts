import type { CommandContext, Io } from '../../electron/cli/io.ts';
import type { Controller } from '../../electron/core/control/controller.ts';
import type { ModeRequest } from '../../electron/core/control/mode-request.ts';
import { err, type Failure, failureOf, ok, type Result } from '../../electron/shared/failure.ts';
import type { Preview, Question } from '../../electron/shared/preview.ts';
import type { Intent, Snapshot, StepProgress } from '../../electron/shared/snapshot.ts';
import { goodHome } from './situation.ts';
import { fakeWorld, type GivenWorld, intentWith, settingsWith } from './world.ts';

export const lines = (...all: readonly string[]): string => all.join('\n');

/** A snapshot of an app that was never used, with what a test changes. */
export const snapshot = (change: Partial<Snapshot> = {}): Snapshot => ({
  revision: 1,
  firstTime: false,
  intent: 'off',
  engine: {
    kind: 'connected',
    version: '29.7.0',
    apiVersion: '1.54',
    host: 'unix:///run/docker.sock',
    context: 'default',
  },
  jenkins: { kind: 'stopped' },
  builds: { kind: 'known', running: 0, list: [] },
  gpu: { kind: 'unknown' },
  activity: { kind: 'idle' },
  notices: [],
  ...change,
});

export const running = (change: Partial<Snapshot> = {}): Snapshot =>
  snapshot({
    intent: 'dind',
    jenkins: { kind: 'running', mode: 'dind', url: 'http://127.0.0.1:8081', version: '2.568.2' },
    ...change,
  });

export const preview = (change: Partial<Preview> = {}): Preview => ({
  from: 'off',
  to: 'dind',
  steps: [{ kind: 'create-network', object: 'jenkins', detail: '', text: '+ network    jenkins' }],
  stops: [],
  starts: [],
  images: [],
  questions: [],
  blocks: [],
  awaySeconds: null,
  builds: { kind: 'known', running: 0, list: [] },
  ...change,
});

export interface Script {
  readonly snapshot?: Snapshot;
  readonly preview?: Preview;
  readonly steps?: readonly StepProgress[];
  readonly result?: Result<Snapshot>;
  readonly intent?: Partial<Intent>;
  readonly answers?: readonly string[];
  readonly options?: Partial<CommandContext['options']>;
  readonly signal?: AbortSignal;
  readonly world?: GivenWorld;
}

/** A command context whose controller follows a script; collects output and requests. */
export function stage(script: Script = {}) {
  const out: string[] = [];
  const errors: string[] = [];
  const requests: ModeRequest[] = [];
  const opened: string[] = [];
  const asked: string[] = [];
  const answers = [...(script.answers ?? [])];
  const listeners = new Set<(snapshot: Snapshot) => void>();
  const now = script.snapshot ?? snapshot();
  const controller: Controller = {
    snapshot: () => now,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    refresh: async () => now,
    wake: async () => now,
    countBuilds: async () => undefined,
    pollBuilds: async () => undefined,
    preview: async () => ok(script.preview ?? preview()),
    async fulfil(request) {
      requests.push(request);
      const steps = script.steps ?? [];
      for (const listener of listeners)
        listener({
          ...now,
          activity: { kind: 'working', to: request.mode, startedAt: 0, steps, output: [], cancellable: true },
        });
      return script.result ?? ok(now);
    },
    cancel: async () => err({ code: 'internal/error', title: '', detail: '' }),
    watch: () => undefined,
    close: async () => undefined,
  };
  const io: Io = {
    out: (text) => out.push(text),
    err: (text) => errors.push(text),
    log: (line) => out.push(line),
    full: () => null,
    rewind: () => undefined,
    interactive: script.answers !== undefined,
    live: false,
    columns: 80,
    colour: false,
    errors: { columns: 80, colour: false },
    async ask(question) {
      asked.push(question);
      return answers.shift() ?? '';
    },
  };
  const world = fakeWorld({
    intent: { load: () => intentWith(script.intent) },
    settings: settingsWith(),
    host: { home: async () => goodHome },
    ...script.world,
  });
  const context: CommandContext = {
    io,
    options: { json: false, yes: false, config: undefined, ...script.options },
    signal: script.signal ?? new AbortController().signal,
    configDir: '/c',
    session: async () => ({ controller, world }),
    reopen: () => void opened.push('core'),
    launch: async (url) => void opened.push(url),
    now: () => 0,
  };
  return { context, requests, opened, asked, out: () => out.join('\n'), errors: () => errors.join('\n') };
}

/** The failure that a command ends with. */
export const failureFrom = async (work: Promise<unknown>): Promise<Failure> =>
  work.then(
    () => {
      throw new Error('it did not fail');
    },
    (thrown: unknown) => failureOf(thrown),
  );

/** What `up` asks while a build runs. */
export const question: Question = {
  id: 'interrupt:1',
  text: 'Stop a running build: train #42',
  detail: 'It is aborted.',
};
