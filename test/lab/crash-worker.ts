import { createPorts } from '../../electron/adapters/ports.ts';
import { createController } from '../../electron/core/controller.ts';
import { assets } from './setup.ts';

/** Fulfils a wish and dies by SIGKILL when step `at` begins: `crash-worker.ts CONFIG_DIR MODE AT`. */
const [configDir = '', mode = 'off', at = '0'] = process.argv.slice(2);
const controller = createController(createPorts({ configDir, assets }), '0.0.0-test');
controller.subscribe(({ activity }) => {
  if (activity.kind !== 'working') return;
  const running = activity.steps.findIndex(({ state }) => state === 'running');
  // In the middle of a step is more telling than at its edge: the request is under way.
  if (running === Number(at)) setTimeout(() => process.kill(process.pid, 'SIGKILL'), 15);
});
const result = await controller.fulfil({ mode: mode === 'dind' || mode === 'dood' ? mode : 'off', consents: 'all' });
console.log(JSON.stringify(result.ok ? { steps: 'all done' } : result.failure));
await controller.close();
