import { describe, expect, test } from 'vitest';
import { noteFailedPlugins } from '../../../../electron/core/execute/note-failed-plugins.ts';
import type { World } from '../../../../electron/core/world/world.ts';
import { err, type Failure, ok } from '../../../../electron/shared/failure.ts';
import { loginNeeded } from '../../../../electron/shared/failures/jenkins.ts';
import { pluginsNotLoaded } from '../../../../electron/shared/failures/jenkins-plugins.ts';
import { Machine } from '../../../doubles/model-engine/machine.ts';
import { PLUGIN_FAILURE as failing, PLUGIN_FAILURE_TOLD as told } from '../../../doubles/plugin-failure.ts';
import { container, names, settings } from '../../../doubles/situation.ts';
import { fakeWorld, intentWith } from '../../../doubles/world.ts';

const runIn = (world: World) => ({ world, settings: settings(), names, version: '1', output: () => undefined });

/** How often the intent is stored where the log is this, and the intent says `before`. */
async function stored(log: () => readonly string[], before: Failure | null, signal = new AbortController().signal) {
  let saves = 0;
  const world = fakeWorld({
    intent: {
      load: () => intentWith({ plugins: before }),
      save: async () => {
        saves += 1;
      },
    },
    engine: { logTail: async () => log() },
  });
  await noteFailedPlugins({ name: 'jenkins', url: 'http://127.0.0.1:8080' }, runIn(world), signal);
  return saves;
}

test('only a change is stored, and a log that cannot be read changes nothing', async () => {
  const unreadable = (): never => {
    throw new Error('no log');
  };
  expect(await stored(() => failing, null)).toBe(1);
  expect(await stored(() => failing, pluginsNotLoaded([told]))).toBe(0);
  expect(await stored(() => [], null)).toBe(0);
  expect(await stored(() => [], pluginsNotLoaded([told]))).toBe(1);
  expect(await stored(unreadable, pluginsNotLoaded([told]))).toBe(0);
  await expect(stored(unreadable, null, AbortSignal.abort(new Error('given up')))).rejects.toThrow('given up');
});

test('a Jenkins that is ready without some plugins says so, until a start without that', async () => {
  const machine = new Machine();
  machine.log = failing;
  const { controller } = machine.process();
  const result = await controller.fulfil({ mode: 'dood', consents: 'all' });
  expect(result.ok && result.value.jenkins.kind).toBe('running');
  expect(result.ok && result.value.notices.map(({ failure }) => [failure.code, failure.detail])).toEqual([
    ['jenkins/plugins-failed', told],
  ]);
  machine.log = [];
  const after = await machine.process().controller.fulfil({ mode: 'dind', consents: 'all' });
  expect(after.ok && after.value.notices).toEqual([]);
});

test('where Jenkins lets the app see its list, what the log does not tell is told as well', async () => {
  const machine = new Machine();
  machine.log = failing;
  machine.listed = [{ shortName: 'git', active: true, enabled: true }];
  machine.plugins.installed = ['git', 'workflow-cps', 'gone'];
  const result = await machine.process().controller.fulfil({ mode: 'dood', consents: 'all' });
  expect(result.ok && result.value.notices.map(({ failure }) => failure.detail)).toEqual([
    `${told}\ngone; Jenkins does not list it as loaded`,
  ]);
});

describe('by a list', () => {
  interface Given {
    /** Null: it cannot be read. */
    readonly log?: readonly string[] | null;
    readonly installed?: string;
    readonly exitCode?: number;
    readonly mayList?: boolean;
    /** What the request is given up at. */
    readonly abortAt?: 'log' | 'list';
  }

  /** What is told where Jenkins lists `git` as loaded, and what was asked for that. */
  async function noted({ log = [], installed = '', exitCode = 0, mayList = true, abortAt }: Given) {
    const calls: string[] = [];
    const request = new AbortController();
    const asked = (what: string): void => {
      calls.push(what);
      if (what === abortAt) request.abort(new Error('given up'));
    };
    let details: readonly string[] = [];
    const world = fakeWorld({
      intent: {
        load: () => intentWith({ plugins: null }),
        save: async ({ plugins }) => {
          details = (plugins?.detail ?? '').split('\n');
          calls.push('save');
        },
      },
      engine: {
        logTail: async () => {
          asked('log');
          return log ?? Promise.reject(new Error('no log'));
        },
        inspect: async (name) => container(name),
        exec: async () => {
          asked('installed');
          return { exitCode, stdout: installed, stderr: '' };
        },
      },
      jenkins: {
        plugins: async () => {
          asked('list');
          return mayList ? ok([{ shortName: 'git', active: true, enabled: true }]) : err(loginNeeded(''));
        },
      },
    });
    const noting = noteFailedPlugins({ name: 'jenkins', url: 'http://127.0.0.1:8080' }, runIn(world), request.signal);
    const ended = await noting.then(
      () => 'noted',
      (thrown: unknown) => String(thrown),
    );
    return { ended, calls, details };
  }
  const lacks = (name: string): string => `${name}; Jenkins does not list it as loaded`;

  test.each<[string, Given, readonly string[]]>([
    ['what it lacks', { installed: 'git\ngone\n' }, [lacks('gone')]],
    ['what it lacks, without a log', { log: null, installed: 'git\ngone\n' }, [lacks('gone')]],
    ['nothing that is no name', { installed: `a b\n\n<x>\nok ;\n; no\n${'n'.repeat(101)}\ngone` }, [lacks('gone')]],
    ['nothing, where all are loaded', { installed: 'git\n' }, []],
    ['nothing, where the home was not read to its end', { installed: 'gone\n', exitCode: 1 }, []],
    ['nothing, where neither can be read', { log: null, installed: 'git\n' }, []],
  ])('it tells %s', async (_what, given, details) => {
    expect(await noted(given)).toMatchObject({ ended: 'noted', details });
  });

  test('where nobody may see it, the home is not read', async () => {
    expect((await noted({ mayList: false, installed: 'gone\n' })).calls).toEqual(['log', 'list']);
  });

  test.each<[NonNullable<Given['abortAt']>, readonly string[]]>([
    ['log', ['log']],
    ['list', ['log', 'list', 'installed']],
  ])('a request that is given up at the %s stores nothing', async (abortAt, calls) => {
    expect(await noted({ abortAt, installed: 'gone\n' })).toMatchObject({ ended: 'Error: given up', calls });
  });
});
