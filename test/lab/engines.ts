import { chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { up } from './engine.ts';
import { engineTable, type PairResult } from './engine-table.ts';
import { type HostEngine, hostEngine } from './host-engine.ts';
import { buildEngineImage, type HostEngineName } from './host-engines.ts';
import { BASES, ROOT } from './paths.ts';
import { must } from './shell.ts';

/** `npm run engines`: the main job on each engine as host's and as nested one, written as a table into docs/engines.md. */
process.env.DOCKER_HOST = (await up()).dockerHost;
const { NO_DISCOVERY, runJob } = await import('./setup.ts');

/** The pairs that matter: every host's engine with the newest nested one, and the newest host's with the others. */
const PAIRS: readonly (readonly [HostEngineName, HostEngineName])[] = [
  ['20.10', '26.1'],
  ['20.10', 'today'],
  ['26.1', '26.1'],
  ['26.1', 'today'],
  ['28.5', '28.5'],
  ['28.5', 'today'],
  ['today', '20.10'],
  ['today', '26.1'],
  ['today', 'today'],
];
const CONTEXT_PORT = 2399;
const JOB = `docker run --rm -v "$WORKSPACE":/w ${BASES.debian} sh -c 'echo hi > /w/out'`;

/** Runs each column's part in turn; the first failure ends the pair, since the later parts build on it. */
async function pair(host: HostEngine, nested: HostEngineName): Promise<PairResult> {
  const base = buildEngineImage(nested);
  host.load(BASES.debian, BASES.jenkins, base);
  const config = join(host.folder, `config-${nested}`);
  const home = join(host.folder, `home-${nested}`);
  for (const folder of [config, home]) mkdirSync(folder);
  chownSync(home, 1000, 1000);
  const settings = {
    home,
    address: '0.0.0.0',
    images: { jenkinsBase: BASES.jenkins, engineBase: base },
    jenkins: { javaOpts: NO_DISCOVERY },
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
  const parts: Record<string, () => Promise<void>> = {
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
      const seen = host.there('docker', '--context', 'jenkins-dind', 'images', '-q', BASES.debian);
      if (seen.status !== 0 || seen.stdout.trim() === '') throw new Error(seen.stderr);
    },
    'and back': async () => {
      await tray('up', 'dood', '--yes');
      await job(8080, 'train');
      await tray('down', '--yes', '--volumes');
    },
  };
  const result: PairResult = { host: host.version, nested, parts: {} };
  for (const [name, part] of Object.entries(parts)) {
    const failure = await part().then(
      () => null,
      (thrown: unknown) => String(thrown),
    );
    result.parts[name] = failure === null;
    console.log(`  ${failure === null ? '✓' : '✗'} ${name}${failure === null ? '' : `\n${failure}`}`);
    if (failure !== null) break;
  }
  return result;
}

const results: PairResult[] = [];
for (const [name, nested] of PAIRS) {
  console.log(`\n${name} as the host's engine, ${nested} nested`);
  const host = await hostEngine(name);
  try {
    results.push(await pair(host, nested));
  } finally {
    host.remove();
  }
}
writeFileSync(join(ROOT, 'docs', 'engines.md'), engineTable(results));
process.exitCode = results.every(({ parts }) => Object.values(parts).every(Boolean)) ? 0 : 1;
