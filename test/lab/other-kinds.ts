import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BASES, LAB, RECIPES, ROOT } from './paths.ts';
import { must, run, runAsync } from './shell.ts';
import { until } from './until.ts';

/** Engines that this app does not work with, and the failure that says so. */
export const KINDS = {
  podman: { title: 'Podman', code: 'engine/podman', command: 'podman system service -t 0 unix://SOCKET' },
  rootless: { title: 'Docker without root', code: 'engine/rootless', command: 'rootless SOCKET' },
} as const;
export type Kind = keyof typeof KINDS;

const NAME = 'other-kind';
const IMAGE = 'lab/other-kinds';
const folder = join(LAB, 'setups', NAME);
/** Beside it, since settings that others can change are refused. */
const config = `${folder}-config`;
const socket = join(folder, 'docker.sock');

/** The engine in a privileged container, then a request for each mode. */
export function kindParts(kind: Kind): Record<string, () => Promise<void>> {
  removeKind();
  const { code, command } = KINDS[kind];
  const refused = (mode: string) => async (): Promise<void> => {
    const env = { ...process.env, DOCKER_HOST: `unix://${socket}` };
    const args = [join(ROOT, 'out', 'cli.js'), 'up', mode, '--yes', '--json', '--config', config];
    const { stdout, stderr } = await runAsync(process.execPath, args, { env });
    if (!stdout.includes(`"${code}"`)) throw new Error(`${stdout}${stderr}`);
  };
  return {
    runs: async () => {
      for (const path of [folder, config]) mkdirSync(path, { recursive: true });
      // The user of the engine without root writes its socket there.
      chmodSync(folder, 0o777);
      const images = { jenkinsBase: BASES.jenkins, engineBase: BASES.engine };
      writeFileSync(join(config, 'settings.json'), JSON.stringify({ home: join(folder, 'home'), images }), {
        mode: 0o600,
      });
      const env = { ...process.env, DOCKER_BUILDKIT: '0' };
      must('docker', ['build', '-q', '-t', IMAGE, join(RECIPES, 'images', 'other-kinds')], { env });
      const volumes = [`${folder}:${folder}`, '/var/lib/containers', '/home'].flatMap((it) => ['-v', it]);
      const start = command.replace('SOCKET', socket).split(' ');
      must('docker', ['run', '-d', '--privileged', '--name', NAME, ...volumes, IMAGE, ...start]);
      await until('answer of the engine', () => version() !== null);
    },
    'DooD refused': refused('dood'),
    'DinD refused': refused('dind'),
  };
}

/** What the engine reports as its version; null if it does not answer. */
export function version(): string | null {
  const asked = run('docker', ['-H', `unix://${socket}`, 'version', '-f', '{{.Server.Version}}']);
  return asked.status === 0 ? asked.stdout.trim() : null;
}

export function removeKind(): void {
  run('docker', ['rm', '-f', '-v', NAME]);
  for (const path of [folder, config]) rmSync(path, { recursive: true, force: true });
}
