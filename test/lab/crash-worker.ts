import { createWorld } from '../../electron/adapters/world.ts';
import { createController } from '../../electron/core/control/controller.ts';
import { assets } from './setup.ts';

/**
 * Runs a switch and kills itself (SIGKILL) once step `at`, a number or a kind of step, is running:
 * `crash-worker.ts CONFIG_DIR MODE AT [purge]`.
 */
const [configDir = '', mode = 'off', at = '0', purge] = process.argv.slice(2);
const controller = createController(createWorld({ configDir, assets }), '0.0.0-test');
const kill = (): void => void process.kill(process.pid, 'SIGKILL');
let armed = false;
controller.subscribe(({ activity }) => {
  if (activity.kind !== 'working') return;
  const step = /^\d+$/.test(at) ? activity.steps[Number(at)] : activity.steps.find(({ kind }) => kind === at);
  // The middle of a step tests more than its start, since the request is in progress. A short step may end earlier.
  if (step?.state === 'running' && !armed) {
    armed = true;
    setTimeout(kill, 15);
  } else if (armed && step?.state !== 'running') kill();
});
const result = await controller.fulfil({
  mode: mode === 'dind' || mode === 'dood' ? mode : 'off',
  consents: 'all',
  purge: purge === undefined ? [] : ['volumes', 'images'],
});
console.log(JSON.stringify(result.ok ? { steps: 'all done' } : result.failure));
await controller.close();
