import { failureOf } from '../../../shared/failure.ts';
import { oneShotLabels, uniqueOneShotName } from '../../stack/one-shot.ts';
import type { DoctorCheck } from '../check.ts';

/** A container can use the GPUs. This only warns, since Jenkins also runs without them. */
const gpuCheck: DoctorCheck = {
  id: 'gpu',
  title: 'GPUs',
  needs: 'engine',
  async run({ world, names }, { images: [image] }, signal) {
    if (!(await world.host.hasGpu())) return { state: 'skipped', detail: 'this computer has no NVIDIA driver' };
    if (image === undefined) return { state: 'skipped', detail: 'can be checked once an image is built' };
    try {
      const ran = await world.engine.runOneShot(
        {
          name: uniqueOneShotName(names, world.clock),
          image: image.name,
          command: ['nvidia-smi', '-L'],
          user: '0',
          binds: [],
          gpus: true,
          labels: oneShotLabels(names),
        },
        signal,
      );
      // It may list GPUs and end with a warning, as of a damaged infoROM, or list none and end well.
      return /^GPU \d+: /m.test(ran.stdout)
        ? { state: 'ok', detail: ran.stdout.trim() }
        : { state: 'warning', detail: `a container finds no GPU: ${ran.stdout}${ran.stderr}`.trim() };
    } catch (thrown) {
      signal.throwIfAborted();
      return {
        state: 'warning',
        detail: 'containers cannot use the GPUs; Jenkins runs without them',
        failure: failureOf(thrown),
      };
    }
  },
};

/** In display order. */
export const gpuChecks: readonly DoctorCheck[] = [gpuCheck];
