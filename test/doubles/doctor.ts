import { diagnose } from '../../electron/core/doctor/doctor.ts';
import type { ContainerFact, EngineClient } from '../../electron/core/world/engine.ts';
import type { HomeFact, Host } from '../../electron/core/world/host.ts';
import type { World } from '../../electron/core/world/world.ts';
import type { Settings } from '../../electron/shared/settings.ts';
import type { Check } from '../../electron/shared/snapshot.ts';
import { testClock } from './clock.ts';
import { GIB } from './gpu-sample.ts';
import { container as containerOf, goodHome } from './situation.ts';
import { fakeWorld, settingsWith } from './world.ts';

/** A machine for the checks of `doctor`, and what they find on it. */

/** The labels of what an earlier version created. */
export const label = { 'io.jenkins-tray.instance': 'default' };
/** A container of ours. */
export const container = (name: string, change: Partial<ContainerFact> = {}) =>
  containerOf(name, { labels: label, ...change });

/** A healthy DinD set-up, with what a test makes worse. */
export function machine(
  worse: { engine?: Partial<EngineClient>; host?: Partial<Host>; home?: Partial<HomeFact>; settings?: Settings } = {},
): World {
  return fakeWorld({
    clock: testClock(1_700_000_000_000),
    settings: settingsWith(worse.settings),
    jenkins: {
      page: async () => ({ kind: 'ready', version: '2.568.2' }),
      running: async () => ({ ok: true, value: [] }),
    },
    engine: {
      version: async () => ({ version: '29.7.0', apiVersion: '1.54', os: 'linux' }),
      containersNamed: async () => [container('nvidia-dind-container'), container('jenkins-container')],
      runningContainers: async () => [container('nvidia-dind-container'), container('jenkins-container')],
      networksNamed: async () => [],
      volumesNamed: async () => [],
      baseDigests: async () => ({ here: ['sha256:1'], registry: 'sha256:1' }),
      imagesNamed: async () => [{ name: 'jenkins-image', id: 'sha256:1', labels: label }],
      exec: async () => ({ exitCode: 0, stdout: '1500 yes\n', stderr: '' }),
      runOneShot: async () => ({ exitCode: 0, stdout: 'GPU 0: A (UUID: GPU-1)\n', stderr: '' }),
      ...worse.engine,
    },
    contexts: { find: async () => null },
    host: {
      home: async () => ({ ...goodHome, freeBytes: 50 * GIB, ...worse.home }),
      portHolder: async () => null,
      freePortNear: async (_address: string, port: number) => port + 1,
      realPath: async (path: string) => path,
      hasGpu: async () => true,
      mtu: async () => 1500,
      ...worse.host,
    },
  });
}

/** What a check finds; several for one that has several findings. */
export const allFound = async (world: World, id: string): Promise<readonly Check[]> =>
  (await diagnose(world, new AbortController().signal)).filter((check) => check.id === id);

export const found = async (world: World, id: string): Promise<Check | undefined> => (await allFound(world, id))[0];
