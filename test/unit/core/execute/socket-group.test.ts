import { expect, test } from 'vitest';
import { withSocketGroup } from '../../../../electron/core/execute/socket-group.ts';
import type { ContainerSpec } from '../../../../electron/core/world/specs.ts';
import { FailureError } from '../../../../electron/shared/failure.ts';
import { names, settings, stack } from '../../../doubles/situation.ts';
import { fakeWorld } from '../../../doubles/world.ts';

function specOf(mode: 'dind' | 'dood'): ContainerSpec {
  const spec = stack(mode).containers.find(({ role }) => role === 'jenkins');
  if (spec === undefined) throw new Error(`no Jenkins in ${mode}`);
  return spec;
}

/** The groups that a Jenkins is created with; `remembered`: the socket's group, `printed`: what a container says of it. */
async function groups(given: { spec?: ContainerSpec; remembered?: string; printed?: string; socket?: string | null }) {
  const done: string[] = [];
  const socket = given.socket === undefined ? '/run/user/1000/docker.sock' : given.socket;
  const world = fakeWorld({
    endpoint: { host: 'unix://', context: 'default', socket },
    socketGroup: {
      remembered: async (path) => {
        done.push(`look up ${path}`);
        return given.remembered ?? null;
      },
      remember: async (path, group) => {
        done.push(`remember ${path} ${group}`);
      },
    },
    engine: {
      async runOneShot({ image, command, user, binds, gpus, labels }) {
        const [bind] = binds;
        expect(Object.keys(labels)).not.toHaveLength(0);
        done.push(`${command.join(' ')} as ${user} in ${image} with ${bind?.source}:${bind?.target}`);
        expect([bind?.readOnly, gpus]).toEqual([true, false]);
        return { exitCode: 0, stdout: given.printed ?? '', stderr: 'stat: no' };
      },
    },
  });
  const run = { world, settings: settings(), names, version: '1', output: () => undefined };
  const spec = given.spec ?? specOf('dood');
  const result = await withSocketGroup(spec, run, new AbortController().signal).catch((thrown: unknown) => thrown);
  if (result instanceof FailureError) return [`${result.failure.code} ${result.failure.detail}`, ...done];
  return [result, ...done];
}
const withGroup = (group: string) => ({ body: { HostConfig: { GroupAdd: [group] } } });
const look = `stat -c %g /run/docker.sock as 0 in ${specOf('dood').body.Image} with /run/user/1000/docker.sock:/run/docker.sock`;

test('the group of the socket is found once in a container, and remembered', async () => {
  const [spec, ...done] = await groups({ printed: '998\n' });
  expect(spec).toMatchObject(withGroup('998'));
  expect(done).toEqual(['look up /run/user/1000/docker.sock', look, 'remember /run/user/1000/docker.sock 998']);
});

test('a group that is remembered is not looked for', async () => {
  const [spec, ...done] = await groups({ remembered: '997' });
  expect(spec).toMatchObject(withGroup('997'));
  expect(done).toEqual(['look up /run/user/1000/docker.sock']);
});

test('an engine without a socket of its own here has the usual one', async () => {
  expect((await groups({ remembered: '997', socket: null }))[1]).toBe('look up /run/docker.sock');
});

test('a container that needs no socket stays as it is', async () => {
  const spec = specOf('dind');
  expect(await groups({ spec })).toEqual([spec]);
});

test.each(['', 'root', '12a', 'a12'])('an answer of "%s" is no group', async (printed) => {
  const [failed, ...done] = await groups({ printed });
  expect(failed).toContain(`${printed}stat: no`);
  expect(done).toHaveLength(2);
});
