import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { down, up } from './engine.ts';
import { ROOT } from './paths.ts';

/** `npm run demo`: the main job from the command line, on the lab, and nothing left behind. */
await up();
const { cleanUp, fingerprint, runJob, setup } = await import('./setup.ts');
const it = setup('demo', 20500);
const env = { ...process.env, JENKINS_TRAY_CONFIG: it.configDir };
const say = (text: string): void => console.log(`\n\u001b[1m${text}\u001b[0m`);

function tray(...args: string[]): void {
  console.log(`$ jenkins-tray ${args.join(' ')}`);
  const { status } = spawnSync(process.execPath, [join(ROOT, 'out', 'cli.js'), ...args], { stdio: 'inherit', env });
  if (status !== 0 && args[0] !== 'status') throw new Error(`jenkins-tray ${args.join(' ')} ended with ${status}`);
}

async function job(mode: 'dind' | 'dood'): Promise<void> {
  const script =
    'docker run --rm -v "$WORKSPACE":/w lab/debian:trixie sh -c \'echo "hello from $(hostname)" | tee /w/out\'';
  console.log((await runJob(`http://127.0.0.1:${it.ports[mode]}`, 'hello', script)).trim());
}

try {
  say('A Jenkins in DooD, from nothing');
  tray('up', 'dood');
  tray('status');
  say('A job that uses Docker');
  await job('dood');
  say('What going to DinD would do');
  tray('plan', 'dind');
  say('DinD: prepared while DooD serves, then switched');
  tray('up', 'dind');
  spawnSync('sh', ['-c', `docker save lab/debian:trixie | docker exec -i ${it.names.engine} docker load`], {
    stdio: 'inherit',
  });
  say('The same job, in the nested engine');
  await job('dind');
  tray('doctor');
  say('Down again');
  const before = fingerprint(join(it.home, 'jobs'));
  tray('down');
  tray('status');
  if (fingerprint(join(it.home, 'jobs')) !== before) throw new Error('The home is not what it was.');
  say('The jobs and their builds are byte for byte what they were.');
} finally {
  cleanUp(it);
  if (process.env.LAB_KEEP === undefined) await down(false);
}
