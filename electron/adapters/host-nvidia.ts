import * as fs from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { pathOf } from './on-path.ts';

const readdir = promisify(fs.readdir);
const readFile = promisify(fs.readFile);

/** The address of NVIDIA's repository in a line of a `.list` or a field of a `.sources` file (sources.list(5)). */
const REPOSITORY = /^\s*(?:deb\s|URIs:)[^#]*?\b(https?:\/\/[^\s]*?libnvidia-container)\b/m;

/** NVIDIA's apt repository among the apt sources in a folder such as /etc/apt, up to `libnvidia-container`; null: none. */
export async function aptRepositoryOf(folder: string): Promise<string | null> {
  const parts = await readdir(join(folder, 'sources.list.d')).catch(() => []);
  const files = [
    'sources.list',
    ...parts.filter((name) => /\.(list|sources)$/.test(name)).map((name) => `sources.list.d/${name}`),
  ];
  for (const file of files) {
    const text = await readFile(join(folder, file), 'utf8').catch(() => '');
    const found = REPOSITORY.exec(text)?.[1];
    if (found !== undefined && !/^Enabled:\s*no\b/im.test(text)) return found;
  }
  return null;
}

const TOOLS = ['nvidia-ctk', 'nvidia-cdi-hook'] as const;

/** The toolkit's tools on the PATH of this environment, without symbolic links; empty unless all are there. */
export function nvidiaToolsOn(env: NodeJS.ProcessEnv): readonly string[] {
  const found = TOOLS.flatMap((tool) => {
    const path = pathOf(tool, env);
    return path === null ? [] : [fs.realpathSync(path)];
  });
  // The start script looks for them by name, so an alternative under another name is left out.
  return TOOLS.every((tool) => found.some((path) => path.endsWith(`/${tool}`))) ? found : [];
}
