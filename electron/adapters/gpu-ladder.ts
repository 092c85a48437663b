import { execFile } from 'node:child_process';
import { climb, type Probe } from '../core/gpu/ladder.ts';
import { labelsOf } from '../core/labels.ts';
import { namesOf } from '../core/names.ts';
import type { Ports } from '../core/ports.ts';
import { FailureError } from '../shared/failure.ts';
import type { Check } from '../shared/snapshot.ts';

const LIST = ['nvidia-smi', '-L'];
/** nvidia-smi hangs on a broken driver; a healthy one takes well under a second. */
const PATIENCE = 10_000;

/** Looks for the rung at which the way of the GPUs to a build is broken. Starts short-lived containers only. */
export function climbLadder(ports: Ports, signal: AbortSignal): Promise<readonly Check[]> {
  const names = namesOf(ports.settings.load().settings.instance);
  return climb(async (rung): Promise<Probe> => {
    try {
      if (rung === 'host') return await onHost();
      if (rung === 'container') {
        const [image] = await ports.engine.imagesNamed(Object.values(names.images), signal);
        if (image === undefined) return null;
        const labels = labelsOf({ instance: names.instance, role: 'probe', mode: 'both', config: '', version: '' });
        const ran = await ports.engine.runOnce(
          { name: null, image: image.name, command: LIST, user: '0', binds: [], gpus: true, labels },
          signal,
        );
        return { exitCode: ran.exitCode, output: ran.stdout + ran.stderr };
      }
      if (rung === 'nested') {
        const engines = await ports.engine.containersNamed([names.engine], signal);
        if (engines[0]?.state !== 'running') return null;
        const ran = await ports.engine.exec(names.engine, LIST, signal);
        return { exitCode: ran.exitCode, output: ran.stdout + ran.stderr };
      }
      // A pipeline step needs a job, and this makes none in somebody's Jenkins.
      return null;
    } catch (thrown) {
      if (thrown instanceof FailureError)
        return { exitCode: 1, output: `${thrown.failure.title}\n${thrown.failure.detail}` };
      throw thrown;
    }
  });
}

const onHost = (): Promise<Probe> =>
  new Promise((resolve) => {
    execFile('nvidia-smi', ['-L'], { timeout: PATIENCE, killSignal: 'SIGKILL' }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 127;
      resolve({ exitCode: code, output: `${stdout}${stderr}${error !== null && code === 127 ? error.message : ''}` });
    });
  });
