import { execFile } from 'node:child_process';
import { isEngineAway } from '../core/control/engine-away.ts';
import { climb, type RungResult } from '../core/gpu/ladder.ts';
import { runningMode } from '../core/observe/observe.ts';
import { namesOf } from '../core/stack/names.ts';
import { oneShotLabels, uniqueOneShotName } from '../core/stack/one-shot.ts';
import type { ExecResult } from '../core/world/engine.ts';
import type { Labels } from '../core/world/specs.ts';
import type { World } from '../core/world/world.ts';
import { FailureError } from '../shared/failure.ts';
import { type BuildsEngine, modeTraits } from '../shared/mode.ts';
import type { Check } from '../shared/snapshot.ts';

/** nvidia-smi hangs with a broken driver; otherwise it takes well under a second. */
const PATIENCE_MS = 10_000;
/** The nested engine's image for this check: only a libc and a shell, which NVIDIA's hook needs to add nvidia-smi. */
const NESTED_IMAGE = 'jenkins-tray-probe';

/**
 * Builds that image, if missing, from the DinD container's own files (a few megabytes): this needs no registry, and
 * nvidia-smi may not run with the libc of one of the user's images.
 */
const MAKE_NESTED_IMAGE = `docker image inspect ${NESTED_IMAGE} >/dev/null 2>&1 || {
  libc=$(ldd /bin/sh | sed -n 's|.* \\(/[^ ]*\\)/libc\\.so[^ ]* .*|\\1|p')
  tar -C / -ch $({
    for program in /bin/sh /bin/cat /usr/bin/env; do echo "$program"; ldd "$program" | grep -o '/[^ ]*'; done
    for library in libm.so.6 libdl.so.2 libpthread.so.0 librt.so.1; do
      [ ! -e "$libc/$library" ] || echo "$libc/$library"
    done
  } | sort -u | cut -c 2-) | docker import - ${NESTED_IMAGE} >/dev/null
}`;

/**
 * The docker command of a one-shot container that lists GPUs. It has a name and labels, so that it can be removed if it
 * hangs: a container's first process ignores the signal of `timeout`.
 */
function run(image: string, name: string, labels: Labels): string {
  const marks = Object.entries(labels).map(([key, value]) => `--label '${key}=${value}'`);
  return `timeout -k 1 60 docker run --rm --name ${name} ${marks.join(' ')} --network none --gpus all --entrypoint nvidia-smi ${image} -L
code=$?; [ $code -lt 124 ] || docker rm -f ${name} >/dev/null 2>&1; exit $code`;
}

/** Finds the first rung at which GPUs are not accessible. Starts only one-shot containers. */
export function climbLadder(world: World, signal: AbortSignal): Promise<readonly Check[]> {
  const { engine } = world;
  const names = namesOf(world.settings.load().settings.instance, world.owner.load());
  const labels = oneShotLabels(names);
  const look = (image: string): string => run(image, uniqueOneShotName(names, world.clock), labels);
  const rungs = {
    host: onHost,
    async container(): Promise<RungResult> {
      const image = await ourImage();
      if (image === null) return { skipped: 'No image of Jenkins Tray has been built yet.' };
      const command = ['nvidia-smi', '-L'];
      const name = uniqueOneShotName(names, world.clock);
      return resultOf(
        await engine.runOneShot({ name, image, command, user: '0', binds: [], gpus: true, labels }, signal),
      );
    },
    async nested(): Promise<RungResult> {
      const [outer] = await engine.containersNamed([names.nestedEngine], signal);
      if (outer?.state !== 'running') return { skipped: 'DinD is not running.' };
      return resultOf(
        await engine.exec(names.nestedEngine, ['sh', '-c', `${MAKE_NESTED_IMAGE}; ${look(NESTED_IMAGE)}`], signal),
      );
    },
    /** Runs what `docker run` in a build step runs, as the same user on the same engine, without creating a job. */
    async step(): Promise<RungResult> {
      const mode = runningMode(await engine.containersNamed(Object.values(names.jenkins), signal), names);
      if (mode === null) return { skipped: 'Jenkins is not running.' };
      const image = await imageIn[modeTraits[mode].engine]();
      if (image === null) return { skipped: 'No image of Jenkins Tray has been built yet.' };
      return resultOf(await engine.exec(names.jenkins[mode], ['sh', '-c', look(image)], signal));
    },
  };
  const ourImage = async (): Promise<string | null> =>
    (await engine.imagesNamed(Object.values(names.images), signal))[0]?.name ?? null;
  /** An image that the builds' engine has; null if none yet. */
  const imageIn: Readonly<Record<BuildsEngine, () => Promise<string | null>>> = {
    nested: async () => NESTED_IMAGE,
    host: ourImage,
  };
  return climb(async (rung) => {
    try {
      return await rungs[rung]();
    } catch (thrown) {
      if (!(thrown instanceof FailureError) || thrown.failure.code === 'run/interrupted') throw thrown;
      // An engine that does not answer says nothing about GPUs; the doctor's own check says why it does not.
      if (isEngineAway(thrown.failure)) return { skipped: 'needs the engine' };
      return { exitCode: 1, output: `${thrown.failure.title}\n${thrown.failure.detail}` };
    }
  });
}

const resultOf = ({ exitCode, stdout, stderr }: ExecResult): RungResult => ({ exitCode, output: stdout + stderr });

const onHost = (): Promise<RungResult> =>
  new Promise((resolve) => {
    const late = { exitCode: 124, output: `nvidia-smi did not answer within ${PATIENCE_MS / 1000} s.` };
    // A process that hangs in the driver survives SIGKILL.
    const timer = setTimeout(() => resolve(late), PATIENCE_MS);
    execFile('nvidia-smi', ['-L'], { timeout: PATIENCE_MS, killSignal: 'SIGKILL' }, (error, stdout, stderr) => {
      clearTimeout(timer);
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 127;
      resolve({ exitCode: code, output: `${stdout}${stderr}${error !== null && code === 127 ? error.message : ''}` });
    });
  });
