import { expect, test } from 'vitest';
import { startAsAsked } from '../../../../electron/core/execute/start.ts';
import { FailureError } from '../../../../electron/shared/failure.ts';
import { container } from '../../../doubles/situation.ts';
import { fakeWorld } from '../../../doubles/world.ts';

const made = {
  command: [],
  env: [],
  exposed: [8080],
  aliases: {},
  user: '',
  memory: 0,
  restart: { name: 'no', retries: 0 },
};

/** Starts a container that was to publish 8080 at `asked`, and is published at `address`. */
async function start(asked: string, address: string) {
  const done: string[] = [];
  const world = fakeWorld({
    engine: {
      async start(name) {
        done.push(`start ${name}`);
      },
      async stop(name, seconds) {
        done.push(`stop ${name} ${seconds}`);
      },
      inspect: async (name) =>
        container(name, {
          ports: [{ address, port: 8080, target: 8080 }],
          made: { ...made, publishes: [{ address: asked, port: 8080, target: 8080 }] },
        }),
    },
  });
  const result = await startAsAsked('jenkins', world, 60, new AbortController().signal).catch((thrown: unknown) =>
    thrown instanceof FailureError ? thrown.failure.code : thrown,
  );
  return [result, ...done];
}

test('a container that is open as asked runs on', async () => {
  expect(await start('127.0.0.1', '127.0.0.1')).toEqual([undefined, 'start jenkins']);
});

test('one that is open wider is stopped, with the time that Jenkins needs', async () => {
  expect(await start('127.0.0.1', '0.0.0.0')).toEqual(['port/open-wider', 'start jenkins', 'stop jenkins 60']);
});
