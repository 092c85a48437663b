import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { down, up } from './engine.ts';
import { buildEngineImage } from './host-engines.ts';
import { BASES, LAB, readState } from './paths.ts';

/** `npm run lab -- up | down [--purge] | status | todays-engine | exec COMMAND…` */
const [verb, ...rest] = process.argv.slice(2);
switch (verb) {
  case 'up': {
    const { dockerHost, pid } = await up();
    console.log(
      `DOCKER_HOST=${dockerHost}\nJENKINS_BASE=${BASES.jenkins}\nENGINE_BASE=${BASES.engine}\nengine=${pid === null ? 'borrowed' : `process ${pid}`}`,
    );
    break;
  }
  case 'down':
    await down(rest.includes('--purge'));
    break;
  case 'status':
    console.log(JSON.stringify(readState(), null, 2));
    break;
  case 'todays-engine':
    process.env.DOCKER_HOST = (await up()).dockerHost;
    buildEngineImage('today');
    break;
  case 'exec':
    process.exitCode = await exec(rest);
    break;
  default:
    console.error('usage: npm run lab -- up | down [--purge] | status | todays-engine | exec COMMAND…');
    process.exitCode = 2;
}

/** Runs a command with the lab's engine, and a settings folder and home of the lab's own. */
async function exec([command, ...args]: readonly string[]): Promise<number> {
  if (command === undefined) {
    console.error('usage: npm run lab -- exec COMMAND…');
    return 2;
  }
  const { dockerHost } = await up();
  const config = join(LAB, 'config');
  const home = join(LAB, 'home');
  mkdirSync(config, { recursive: true });
  mkdirSync(home, { recursive: true });
  if (process.getuid?.() === 0) chownSync(home, 1000, 1000);
  const settings = {
    instance: 'lab',
    home,
    images: { jenkinsBase: BASES.jenkins, engineBase: BASES.engine },
    ports: { dind: 48081, dood: 48080, agents: 48050 },
  };
  if (!existsSync(join(config, 'settings.json')))
    writeFileSync(join(config, 'settings.json'), JSON.stringify(settings, null, 2), { mode: 0o600 });
  const env = { ...process.env, DOCKER_HOST: dockerHost, JENKINS_TRAY_CONFIG: config };
  return spawnSync(command, args, { stdio: 'inherit', env }).status ?? 1;
}
