import Docker from 'dockerode';
import { expect, test, vi } from 'vitest';
import { baseDigests } from '../../../../electron/adapters/engine/base-digests.ts';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const env = { DOCKER_CONFIG: '/nowhere' };

/** An engine that answers these; an error is thrown. */
function engine(inspect: unknown, distribution: unknown): Docker {
  const docker = new Docker({ socketPath: '/nowhere' });
  const answer = async (value: unknown) => {
    if (value instanceof Error) throw value;
    return value;
  };
  const image = docker.getImage('jenkins');
  image.inspect = vi.fn(() => answer(inspect)) as never;
  image.distribution = vi.fn(() => answer(distribution)) as never;
  docker.getImage = () => image;
  return docker;
}

test('the digests here and in the registry', async () => {
  const docker = engine({ RepoDigests: [`jenkins/jenkins@${DIGEST}`] }, { Descriptor: { digest: DIGEST } });
  expect(await baseDigests(docker, 'jenkins/jenkins', env)).toEqual({ here: [DIGEST], registry: DIGEST });
  // One that was built here as `jenkins` and pushed under the other name.
  expect(await baseDigests(docker, 'jenkins', env)).toEqual({ here: [], registry: DIGEST });
});

test('what does not answer, or answers something else, has none', async () => {
  const none = { here: [], registry: null };
  expect(await baseDigests(engine(new Error('no such image'), new Error('unauthorized')), 'jenkins', env)).toEqual(
    none,
  );
  expect(await baseDigests(engine({ RepoDigests: null }, { Descriptor: { digest: 'x' } }), 'jenkins', env)).toEqual(
    none,
  );
});
