import { chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HostEngine } from './host-engine.ts';
import { buildEngineImage, type HostEngineName } from './host-engines.ts';
import { BASES } from './paths.ts';
import { QUICK_START, runJob } from './setup.ts';
import { must } from './shell.ts';

const CONTEXT_PORT = 2399;
const JOB = `docker run --rm -v "$WORKSPACE":/w ${BASES.debian} sh -c 'echo hi > /w/out'`;

/** What a user does on a host's engine with a nested one, each under the name of its column; each builds on those before it. */
export function pairParts(host: HostEngine, nested: HostEngineName): Record<string, () => Promise<void>> {
  const base = buildEngineImage(nested);
  host.load(BASES.debian, BASES.jenkins, base);
  const config = join(host.folder, 'config');
  const home = join(host.folder, 'home');
  for (const folder of [config, home]) mkdirSync(folder, { recursive: true });
  // The hand-made Jenkins of a pair before, which the product keeps.
  const old = host.docker('ps', '-aq').split('\n').filter(Boolean);
  if (old.length > 0) host.docker('rm', '-f', ...old);
  chownSync(home, 1000, 1000);
  const settings = {
    home,
    address: '0.0.0.0',
    images: { jenkinsBase: BASES.jenkins, engineBase: base },
    jenkins: { javaOpts: QUICK_START },
    nested: { publishPort: CONTEXT_PORT },
  };
  writeFileSync(join(config, 'settings.json'), JSON.stringify(settings), { mode: 0o600 });
  const tray = async (...args: string[]): Promise<void> => {
    const ran = await host.product(config, ...args);
    if (ran.status !== 0) throw new Error(`jenkins-tray ${args.join(' ')}: ${ran.stdout}${ran.stderr}`);
  };
  const job = async (port: number, name: string): Promise<void> => {
    const console = await runJob(`http://${host.address}:${port}`, name, JOB);
    if (!console.startsWith('SUCCESS')) throw new Error(console);
  };
  return {
    'take-over': async () => {
      const mounts = ['-v', `${home}:/var/jenkins_home`, '-p', '8080:8080'];
      host.docker('run', '-d', '--name', 'jenkins-dood-container', ...mounts, BASES.jenkins);
      await tray('up', 'dood', '--yes');
    },
    DooD: () => job(8080, 'train'),
    DinD: async () => {
      await tray('up', 'dind', '--yes');
      must('sh', ['-c', `docker save ${BASES.debian} | docker exec -i nvidia-dind-container docker load`], {
        env: host.env,
      });
      await job(8081, 'nested');
    },
    context: async () => {
      const seen = host.own('docker', '--context', 'jenkins-dind', 'images', '-q', BASES.debian);
      if (seen.status !== 0 || seen.stdout.trim() === '') throw new Error(`${seen.stdout}${seen.stderr}`);
    },
    'and back': async () => {
      await tray('up', 'dood', '--yes');
      await job(8080, 'train');
      await tray('down', '--yes', '--volumes');
    },
  };
}
