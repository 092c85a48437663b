import type Docker from 'dockerode';
import * as z from 'zod/mini';
import type { BaseDigests } from '../../core/world/engine.ts';
import { registryLogin } from './registry-login.ts';
import { ownDigests } from './repository.ts';

const digest = z.string().check(z.regex(/^sha256:[\da-f]{64}$/));
const distribution = z.object({ Descriptor: z.object({ digest }) });

/** The digests of an image here and in its registry; what does not answer, or refuses, has none. Never throws. */
export async function baseDigests(
  docker: Docker,
  reference: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<BaseDigests> {
  const image = docker.getImage(reference);
  const login = await registryLogin(reference, env, () => undefined);
  const [found, answer] = await Promise.all([
    image.inspect().catch(() => null),
    image.distribution(login === null ? {} : { authconfig: login }).then(distribution.safeParse, () => null),
  ]);
  return {
    here: ownDigests(reference, found) ?? [],
    registry: answer?.success === true ? answer.data.Descriptor.digest : null,
  };
}
