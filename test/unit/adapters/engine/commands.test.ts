import type Docker from 'dockerode';
import { expect, test } from 'vitest';
import { Caller } from '../../../../electron/adapters/engine/call.ts';
import { createCommands } from '../../../../electron/adapters/engine/commands.ts';

const caller = new Caller({ host: 'unix:///run/docker.sock', context: 'default', socket: '/run/docker.sock' });
const signal = new AbortController().signal;
const refused = (statusCode: number, message = 'no') =>
  Object.assign(new Error(message), { statusCode, json: { message } });

/** An engine with one container, which notes what it is asked for. */
function engine(
  answers: { unpause?: Error; update?: number; rename?: number; exits?: readonly (number | null)[] } = {},
) {
  const asked: unknown[] = [];
  const answer = async (what: object, statusCode: number | undefined) => {
    asked.push(what);
    if (statusCode !== undefined) throw refused(statusCode);
  };
  const exits = [...(answers.exits ?? [])];
  const stream = {
    on(event: string, run: () => void) {
      if (event === 'end') setImmediate(run);
      return stream;
    },
  };
  const docker: Docker = Object.assign(Object.create(null), {
    getContainer: () => ({
      unpause: async () => {
        asked.push('unpause');
        if (answers.unpause !== undefined) throw answers.unpause;
      },
      update: ({ RestartPolicy }: { RestartPolicy: object }) => answer({ update: RestartPolicy }, answers.update),
      rename: ({ name }: { name: string }) => answer({ rename: name }, answers.rename),
      exec: async () => ({
        start: async () => stream,
        inspect: async () => {
          const ExitCode = exits.shift() ?? null;
          return { ExitCode, Running: ExitCode === null };
        },
      }),
    }),
  });
  return { commands: createCommands(docker, caller), asked };
}

test('a retired container no longer starts automatically, and has another name', async () => {
  const { commands, asked } = engine();
  await commands.retire('jenkins', 'jenkins-before', signal);
  expect(asked).toEqual([{ update: { Name: 'no' } }, { rename: 'jenkins-before' }]);
});

test('retiring works for a container with --rm and for one that is gone', async () => {
  await engine({ update: 409 }).commands.retire('jenkins', 'jenkins-before', signal);
  await engine({ update: 404, rename: 404 }).commands.retire('jenkins', 'jenkins-before', signal);
});

test('any other refusal while retiring is an error', async () => {
  const failure = { failure: { code: 'engine/error' } };
  await expect(engine({ update: 500 }).commands.retire('j', 'k', signal)).rejects.toMatchObject(failure);
  await expect(engine({ rename: 409 }).commands.retire('j', 'k', signal)).rejects.toMatchObject(failure);
});

test('an exit code that the engine does not know yet is asked for again', async () => {
  const ran = await engine({ exits: [null, null, 0] }).commands.exec('jenkins', ['true'], signal);
  expect(ran.exitCode).toBe(0);
});

const notPaused = 'Container 4711 is not paused';

test.each([undefined, refused(304), refused(409, notPaused), refused(500, notPaused)])(
  'a container is resumed, or is not paused (%s)',
  async (unpause) => {
    const { commands, asked } = engine(unpause === undefined ? {} : { unpause });
    await commands.unpause('jenkins', signal);
    expect(asked).toEqual(['unpause']);
  },
);

test.each([refused(404, 'No such container: jenkins'), refused(500, 'cgroup: freezing failed'), refused(409)])(
  'a container that cannot be resumed is an error (%s)',
  async (unpause) => {
    await expect(engine({ unpause }).commands.unpause('jenkins', signal)).rejects.toMatchObject({
      failure: { code: 'engine/error', title: expect.stringContaining('resume jenkins') },
    });
  },
);
