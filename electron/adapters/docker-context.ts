import { chmodSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DockerContexts } from '../core/world/stores.ts';
import { contextsIn, dockerConfig, OWNER_KEY } from './engine/contexts.ts';
import { makeFolder, writeJson } from './json-file.ts';

/**
 * This user's Docker contexts, in the format of docker/cli's context store: a folder named by the SHA-256 of the name.
 * Written by hand, since the docker command may be missing and no library writes contexts.
 */
export function createContexts(folder: string): DockerContexts {
  const metas = join(folder, 'contexts', 'meta');
  const secrets = join(folder, 'contexts', 'tls');
  return {
    async find(name) {
      const found = contextsIn(folder).find((it) => it.name === name);
      return found === undefined ? null : { name, host: found.host, instance: found.instance };
    },
    async write({ name, host, instance, description, files }) {
      const { createHash } = await import('node:crypto');
      const { default: writeFileAtomic } = await import('write-file-atomic');
      const id = createHash('sha256').update(name).digest('hex');
      const tls = join(secrets, id, 'docker');
      makeFolder(tls);
      chmodSync(tls, 0o700);
      for (const [file, content] of Object.entries(files))
        await writeFileAtomic(join(tls, file), content, { mode: 0o600 });
      // Last, since a context without its certificate is unusable.
      await writeJson(join(metas, id, 'meta.json'), {
        Name: name,
        Metadata: { Description: description, [OWNER_KEY]: instance },
        Endpoints: { docker: { Host: host, SkipTLSVerify: false } },
      });
    },
    async remove(name) {
      const found = contextsIn(folder).find((it) => it.name === name);
      if (found === undefined) return;
      for (const place of [metas, secrets]) rmSync(join(place, found.id), { recursive: true, force: true });
      await clearCurrent(folder, name);
    },
  };
}

/** The docker command fails if its current context is missing. */
async function clearCurrent(folder: string, name: string): Promise<void> {
  const { currentContext, ...rest } = dockerConfig(folder);
  if (currentContext === name) await writeJson(join(folder, 'config.json'), rest);
}
