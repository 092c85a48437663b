import { expect, test } from 'vitest';
import { execute } from '../../../../electron/core/execute/execute.ts';
import type { Step } from '../../../../electron/core/plan/steps.ts';
import type { ContainerFact } from '../../../../electron/core/world/engine.ts';
import { FailureError } from '../../../../electron/shared/failure.ts';
import { container, HOME, handMade, names, ours, settings } from '../../../doubles/situation.ts';
import { fakeWorld, intentWith } from '../../../doubles/world.ts';

const cause = { object: '', current: '', desired: '' };
const restart = { name: 'unless-stopped', retries: 0 } as const;

/** What a step asks of the engine; `endpoints`: what it answers to the removal of a network. */
async function asked(step: Step, endpoints: string | null = null): Promise<readonly (readonly unknown[])[]> {
  const calls: (readonly unknown[])[] = [];
  const note =
    (call: string) =>
    async (...given: readonly unknown[]) => {
      calls.push([call, ...given.filter((it) => !(it instanceof AbortSignal))]);
    };
  const world = fakeWorld({
    engine: {
      stop: note('stop'),
      unpause: note('unpause'),
      retire: note('retire'),
      reinstate: note('reinstate'),
      removeContainer: note('remove container'),
      removeVolume: note('remove volume'),
      removeImage: note('remove image'),
      async removeNetwork(name) {
        calls.push(['remove network', name]);
        if (endpoints !== null) throw new FailureError({ code: 'engine/error', title: '', detail: endpoints });
      },
    },
    contexts: { remove: note('remove context') },
  });
  const run = { world, settings: settings(), names, version: '1', output: () => undefined };
  await execute(step, run, new AbortController().signal);
  return calls;
}

const steps: readonly (readonly [step: Step, call: readonly unknown[]])[] = [
  [{ kind: 'stop', name: 'one', id: 'id', grace: 90, cause }, ['stop', 'id', 90]],
  [{ kind: 'end-leftover', name: 'one', id: 'id', of: 'build', cause }, ['stop', 'id', 10]],
  [{ kind: 'unpause', name: 'one', id: 'id', cause }, ['unpause', 'id']],
  [{ kind: 'rename', name: 'one', id: 'id', to: 'two', cause }, ['retire', 'id', 'two']],
  [{ kind: 'put-aside', name: 'one', id: 'id', to: 'two', cause }, ['retire', 'id', 'two']],
  [{ kind: 'take-name', name: 'one', to: 'two', restart, cause }, ['reinstate', 'one', 'two', restart]],
  [{ kind: 'take-name', name: 'one', to: 'one', restart, cause }, ['reinstate', 'one', null, restart]],
  [{ kind: 'remove-container', name: 'one', id: 'id', cause }, ['remove container', 'id']],
  [{ kind: 'remove-volume', name: 'one', cause }, ['remove volume', 'one']],
  [{ kind: 'remove-image', name: 'one', cause }, ['remove image', 'one']],
  [{ kind: 'remove-network', name: 'one', cause }, ['remove network', 'one']],
  [{ kind: 'remove-context', name: 'one', cause }, ['remove context', 'one']],
];

test.each(steps)('%j', async (step, call) => {
  expect(await asked(step)).toEqual([call]);
});

test('a network that somebody joined meanwhile is kept; any other refusal is a failure', async () => {
  const step = { kind: 'remove-network', name: 'jenkins', cause } as const;
  await asked(step, 'error while removing network: network jenkins has active endpoints');
  await expect(asked(step, 'permission denied')).rejects.toThrow(FailureError);
});

/** Starts our DinD's `name` while these run; what was started and how it ended. */
async function started(role: 'jenkins' | 'dind', running: readonly ContainerFact[]) {
  const name = role === 'jenkins' ? names.jenkins.dind : names.nestedEngine;
  const calls: string[] = [];
  const world = fakeWorld({
    home: HOME,
    engine: {
      runningContainers: async () => running,
      containersNamed: async () => running,
      start: async (which) => void calls.push(`start ${which}`),
      inspect: async (which) => container(which),
    },
    host: { realPath: async (path) => path, jenkins: async () => [] },
  });
  const run = { world, settings: settings(), names, version: '1', output: () => undefined };
  const failure = await execute({ kind: 'start', name, role, cause }, run, new AbortController().signal).then(
    () => null,
    (thrown: unknown) => (thrown instanceof FailureError ? thrown.failure.code : thrown),
  );
  return [failure, ...calls];
}

test('a Jenkins starts only if no other has the home; its own containers may, and the nested engine may always', async () => {
  const mine = ours('dind').map((it) => ({ ...it, image: 'jenkins/jenkins' }));
  const other = handMade('another', HOME, 9000);
  expect(await started('jenkins', mine)).toEqual([null, 'start jenkins-container']);
  expect(await started('jenkins', [...mine, other])).toEqual(['home/in-use']);
  expect(await started('dind', [other])).toEqual([null, 'start nvidia-dind-container']);
});

/** Which commands a step runs in containers, and what it does besides. */
async function commands(step: Step) {
  const calls: string[] = [];
  const world = fakeWorld({
    engine: {
      async exec(where, command) {
        calls.push(`${where}: ${command[0] === 'sh' ? command.at(-1) : command.join(' ')}`);
        return { exitCode: 0, stdout: '', stderr: '' };
      },
      stop: async (id) => void calls.push(`stop ${id}`),
    },
    intent: { load: () => intentWith() },
    contexts: { write: async ({ name }) => void calls.push(`context ${name}`) },
  });
  const run = { world, settings: settings(), names, version: '1', output: () => undefined };
  await execute(step, run, new AbortController().signal);
  return calls;
}

test('a nested engine is asked whether it is well, and before a stop nothing is stopped', async () => {
  expect(await commands({ kind: 'await-healthy', name: 'dind', seconds: 60, cause })).toEqual([
    'dind: /usr/local/bin/jenkins-tray-healthcheck',
  ]);
  const idle = {
    name: 'one',
    id: 'id',
    url: '',
    running: 0,
    agreed: 'any',
    wait: null,
    requeue: false,
    users: null,
  } as const;
  expect(await commands({ kind: 'drain', ...idle, cause })).toEqual([]);
});

test('a context gets the certificates of its nested engine', async () => {
  const step = { kind: 'write-context', name: 'jenkins-dind', engine: 'dind', host: 'tcp://127.0.0.1:2376' } as const;
  expect(await commands({ ...step, cause })).toEqual([
    'dind: cat /certs/client/ca.pem',
    'dind: cat /certs/client/cert.pem',
    'dind: cat /certs/client/key.pem',
    'context jenkins-dind',
  ]);
});
