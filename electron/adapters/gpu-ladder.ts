import { execFile } from 'node:child_process';
import { climb, type Probe } from '../core/gpu/ladder.ts';
import { runningMode } from '../core/observe/observe.ts';
import { namesOf } from '../core/stack/names.ts';
import { oneShotLabels, uniqueOneShotName } from '../core/stack/one-shot.ts';
import type { ExecResult } from '../core/world/engine.ts';
import type { Labels } from '../core/world/specs.ts';
import type { World } from '../core/world/world.ts';
import { FailureError } from '../shared/failure.ts';
import { type BuildsEngine, modeTraits } from '../shared/mode.ts';
import type { Check } from '../shared/snapshot.ts';

/** nvidia-smi hangs on a broken driver; a healthy one takes well under a second. */
const PATIENCE_MS = 10_000;
/** The nested engine's image for this: a libc and a shell, all that NVIDIA's hook needs to add nvidia-smi. */
const PROBE_IMAGE = 'jenkins-tray-probe';

/**
 * Builds that image, where it is missing, from the DinD container's own files: no registry is needed, and one of the
 * user's images may have another libc, with which nvidia-smi does not run. A few megabytes.
 */
const MAKE_PROBE = `docker image inspect ${PROBE_IMAGE} >/dev/null 2>&1 || {
  libc=$(ldd /bin/sh | sed -n 's|.* \\(/[^ ]*\\)/libc\\.so[^ ]* .*|\\1|p')
  tar -C / -ch $({
    for program in /bin/sh /bin/cat /usr/bin/env; do echo "$program"; ldd "$program" | grep -o '/[^ ]*'; done
    for library in libm.so.6 libdl.so.2 libpthread.so.0 librt.so.1; do
      [ ! -e "$libc/$library" ] || echo "$libc/$library"
    done
  } | sort -u | cut -c 2-) | docker import - ${PROBE_IMAGE} >/dev/null
}`;

/**
 * The docker command of a one-shot container that looks for GPUs. It has a name and labels, so that it can be removed
 * when it hangs: a container's first process ignores `timeout`'s signal.
 */
function run(image: string, name: string, labels: Labels): string {
  const marks = Object.entries(labels).map(([key, value]) => `--label '${key}=${value}'`);
  return `timeout -k 1 60 docker run --rm --name ${name} ${marks.join(' ')} --network none --gpus all --entrypoint nvidia-smi ${image} -L
code=$?; [ $code -lt 124 ] || docker rm -f ${name} >/dev/null 2>&1; exit $code`;
}

/** Finds the rung from which on GPUs do not reach builds. Starts one-shot containers only. */
export function climbLadder(world: World, signal: AbortSignal): Promise<readonly Check[]> {
  const { engine } = world;
  const names = namesOf(world.settings.load().settings.instance);
  const labels = oneShotLabels(names);
  const look = (image: string): string => run(image, uniqueOneShotName(names, world.clock), labels);
  const rungs = {
    host: onHost,
    async container(): Promise<Probe> {
      const image = await ourImage();
      if (image === null) return { skipped: 'No image of Jenkins Tray is built yet.' };
      const command = ['nvidia-smi', '-L'];
      const name = uniqueOneShotName(names, world.clock);
      return probe(await engine.runOneShot({ name, image, command, user: '0', binds: [], gpus: true, labels }, signal));
    },
    async nested(): Promise<Probe> {
      const [outer] = await engine.containersNamed([names.nestedEngine], signal);
      if (outer?.state !== 'running') return { skipped: 'DinD does not run now.' };
      return probe(await engine.exec(names.nestedEngine, ['sh', '-c', `${MAKE_PROBE}; ${look(PROBE_IMAGE)}`], signal));
    },
    /** What a step's `docker run` does, by the same user with the same engine; a job of our own would litter. */
    async step(): Promise<Probe> {
      const mode = runningMode(await engine.containersNamed(Object.values(names.jenkins), signal), names);
      if (mode === null) return { skipped: 'Jenkins does not run now.' };
      const image = await imageIn[modeTraits[mode].engine]();
      if (image === null) return { skipped: 'No image of Jenkins Tray is built yet.' };
      return probe(await engine.exec(names.jenkins[mode], ['sh', '-c', look(image)], signal));
    },
  };
  const ourImage = async (): Promise<string | null> =>
    (await engine.imagesNamed(Object.values(names.images), signal))[0]?.name ?? null;
  /** An image for this that the engine of the builds has; null: none yet. */
  const imageIn: Readonly<Record<BuildsEngine, () => Promise<string | null>>> = {
    nested: async () => PROBE_IMAGE,
    host: ourImage,
  };
  return climb(async (rung) => {
    try {
      return await rungs[rung]();
    } catch (thrown) {
      if (!(thrown instanceof FailureError) || thrown.failure.code === 'run/interrupted') throw thrown;
      return { exitCode: 1, output: `${thrown.failure.title}\n${thrown.failure.detail}` };
    }
  });
}

const probe = ({ exitCode, stdout, stderr }: ExecResult): Probe => ({ exitCode, output: stdout + stderr });

const onHost = (): Promise<Probe> =>
  new Promise((resolve) => {
    const late = { exitCode: 124, output: `nvidia-smi did not answer within ${PATIENCE_MS / 1000} s.` };
    // One that hangs in the driver does not end when it is killed.
    const timer = setTimeout(() => resolve(late), PATIENCE_MS);
    execFile('nvidia-smi', ['-L'], { timeout: PATIENCE_MS, killSignal: 'SIGKILL' }, (error, stdout, stderr) => {
      clearTimeout(timer);
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 127;
      resolve({ exitCode: code, output: `${stdout}${stderr}${error !== null && code === 127 ? error.message : ''}` });
    });
  });
