import { createCommandContext } from '../../electron/cli/command-context.ts';
import { builds } from '../../electron/cli/commands/builds.ts';
import { config } from '../../electron/cli/commands/config.ts';
import { doctorText } from '../../electron/cli/commands/doctor.ts';
import { logs } from '../../electron/cli/commands/logs.ts';
import { open } from '../../electron/cli/commands/open.ts';
import { plan } from '../../electron/cli/commands/plan.ts';
import { shell } from '../../electron/cli/commands/shell.ts';
import { status } from '../../electron/cli/commands/status.ts';
import { down, toggle, up } from '../../electron/cli/commands/switch.ts';
import { gpuText } from '../../electron/cli/gpu-text.ts';
import type { CommandContext, Options } from '../../electron/cli/io.ts';
import { printFailure } from '../../electron/cli/print.ts';
import type { Controller } from '../../electron/core/control/controller.ts';
import type { ContainerFact } from '../../electron/core/world/engine.ts';
import { err, failureOf, ok } from '../../electron/shared/failure.ts';
import type { Build, Snapshot } from '../../electron/shared/snapshot.ts';
import { preview, snapshot } from '../doubles/command.ts';
import { gpuSample } from '../doubles/gpu-sample.ts';
import { goodHome } from '../doubles/situation.ts';
import { fakeWorld, intentWith, settingsWith } from '../doubles/world.ts';
import { ATTACKS, hostileText, numbers } from './values.ts';

/** Prints hostile values through every command on this terminal: `node print-hostile.ts FOLDER SEED COUNT`. */

const [folder = '/nonexistent', seed = '1', count = '10'] = process.argv.slice(2);
const options: Options = { json: false, yes: false, config: folder };

const buildNamed = (value: string): Build => ({
  ...{ job: value, number: 1, url: value, result: 'running' },
  ...{ startedAt: 0, duration: 1, estimated: null },
});

/** A pass with hostile steps and the output of an image build, then a hostile end. */
function hostileController(value: string): Controller {
  const failure = { code: 'engine/error', title: value, detail: value, fix: value, command: value } as const;
  const now: Snapshot = snapshot({
    jenkins: { kind: 'running', mode: 'dind', url: `http://${value}`, version: value },
    builds: {
      kind: 'known',
      running: 1,
      list: [buildNamed(value)],
    },
    engine: { kind: 'connected', version: value, apiVersion: value, host: value, context: value },
    notices: [{ id: value, failure }],
  });
  const drifted: Snapshot = {
    ...now,
    jenkins: {
      kind: 'drifted',
      mode: 'dind',
      url: null,
      version: value,
      causes: [{ object: value, current: value, desired: value }],
    },
  };
  const step = { kind: 'build-image', object: value, detail: value, text: value } as const;
  const listeners = new Set<(it: Snapshot) => void>();
  let looks = 0;
  return {
    snapshot: () => now,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    refresh: async () => (looks++ % 2 === 0 ? now : drifted),
    wake: async () => now,
    countBuilds: async () => undefined,
    pollBuilds: async () => undefined,
    preview: async () => ok(preview({ steps: [step], blocks: looks % 2 === 0 ? [] : [failure] })),
    async fulfil() {
      for (const state of ['running', 'done'] as const) {
        for (const output of [[], [value]])
          for (const listener of listeners)
            listener({
              ...now,
              activity: {
                kind: 'working',
                to: 'dind',
                startedAt: 0,
                steps: [{ ...step, state, elapsed: 1 }],
                output,
                cancellable: true,
              },
            });
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      return looks++ % 2 === 0 ? err(failure) : ok(now);
    },
    cancel: async () => err(failure),
    watch: () => undefined,
    close: async () => undefined,
  };
}

const container: ContainerFact = {
  id: 'a',
  name: 'jenkins-dood-container',
  state: 'running',
  health: 'none',
  exitCode: null,
  image: '',
  imageId: '',
  labels: {},
  mounts: [],
  ports: [],
  networks: [],
  createdAt: 0,
  made: null,
  startedAt: null,
  endedAt: null,
  restartCount: null,
};

async function printAll(value: string): Promise<void> {
  const world = fakeWorld({
    intent: { load: () => intentWith() },
    settings: settingsWith(),
    host: { home: async () => goodHome },
    engine: {
      logTail: async () => [`log:${value}`],
      followLog: async (_container, _part, line) => line(`log:${value}`),
      readLog: async (_container, _part, line) => line(`log:${value}`),
      containersNamed: async () => [container],
      inspect: async () => {
        throw new Error(value);
      },
    },
    jenkins: { running: async () => ok([]), recent: async () => ok([buildNamed(value)]) },
  });
  const controller = hostileController(value);
  const signal = new AbortController().signal;
  const base = createCommandContext(options, async () => ({ world, controller }), signal);
  const context: CommandContext = { ...base, launch: async () => undefined };
  const json: CommandContext = { ...context, options: { ...options, json: true } };
  const failure = failureOf(new Error(value));
  const commands: readonly (() => Promise<unknown>)[] = [
    () => status(context),
    () => status(json),
    () => status(context),
    () => plan(context, ['dood']),
    () => plan(json, ['dood']),
    () => up(context, ['dind']),
    () => up(context, ['dind']),
    () => toggle(context),
    () => down(context, [], {}),
    () => open(context),
    () => logs(context, ['jenkins'], { lines: '5' }),
    () => logs(context, ['jenkins'], { lines: '5', follow: true }),
    () => logs(json, ['jenkins'], { lines: '5' }),
    () => logs(context, [value], {}),
    () => builds(context, [], { limit: '5' }),
    () =>
      builds({ ...json, options: { ...json.options, format: '{{range .builds}}{{.job}}{{end}}' } }, [], { limit: '5' }),
    () => status({ ...json, options: { ...json.options, format: `{{json .}}{{.engine.host}}${value}` } }),
    () => shell(context, [value]),
    () => config(context, ['get', value]),
    () => config(context, ['set', 'jenkins.javaOpts', value]),
    () => config(context, ['list']),
    () => config(context, [value]),
    async () =>
      context.io.out(
        doctorText([{ id: value, title: value, state: 'failed', detail: value, failure }], { io: context.io }),
      ),
    async () =>
      context.io.out(
        gpuText(
          {
            kind: 'ok',
            at: 0,
            driver: value,
            gpus: [gpuSample({ name: value, uuid: value, throttle: [value], recovery: value })],
            unsupported: [value],
            warnings: [failure],
          },
          {
            at: 0,
            failure,
            rows: [
              {
                uuid: value,
                pid: 1,
                utilization: null,
                name: value,
                user: value,
                container: value,
                engine: 'host',
                build: null,
                memoryBytes: null,
              },
            ],
          },
          context.io,
        ),
      ),
  ];
  for (const command of commands) await command().catch((thrown: unknown) => printFailure(failureOf(thrown), context));
}

const next = numbers(Number(seed));
for (let index = 0; index < Number(count); index += 1)
  await printAll(index < ATTACKS.length ? (ATTACKS[index] ?? '') : hostileText(next));
process.stdout.write('\nthe end\n', () => process.exit(0));
