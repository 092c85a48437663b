import { isBusy } from '../adapters/computer-load.ts';
import { createGpu } from '../adapters/gpu.ts';
import type { WriteSettings } from '../adapters/settings.ts';
import { createWorld } from '../adapters/world.ts';
import { type Controller, createController } from '../core/control/controller.ts';
import { createImagePreparer, type ImagePreparer } from '../core/control/image-preparer.ts';
import { createNestedDns, type NestedDns } from '../core/execute/nested-dns.ts';
import { createLostGpus, type LostGpus } from '../core/gpu/lost.ts';
import type { GpuMonitor } from '../core/gpu/monitor.ts';
import type { World } from '../core/world/world.ts';
import { err, failureOf, ok, type Result } from '../shared/failure.ts';
import { isRecent } from '../shared/recent.ts';

/** Where GPUs are read, Jenkins is asked this often for its running builds, unless it reports their changes. */
const COUNT_BUILDS_MS = 9000;

export interface CoreOptions {
  /** Folder of settings, intent and other state. */
  readonly configDir: string;
  /** The app's version. */
  readonly version: string;
  readonly writeSettings: WriteSettings;
}

/** World, controller and GPU monitor for one instance, home and engine. */
export interface OpenCore {
  readonly world: World;
  readonly controller: Controller;
  readonly gpu: GpuMonitor;
  readonly lost: LostGpus;
  readonly dns: NestedDns;
  readonly images: ImagePreparer;
  /** Waits until the running pass stops after a step; no callbacks afterwards. */
  close(): Promise<void>;
}

/**
 * Opens the core for the current settings; starts nothing. `changed` is called after any change of its state. Returns a
 * failure if the core cannot be opened, for example because a Docker context is missing.
 */
export function openCore({ configDir, version, writeSettings }: CoreOptions, changed: () => void): Result<OpenCore> {
  try {
    const world = createWorld({ configDir, writeSettings });
    const controller = createController(world, version);
    const isStopped = (): boolean => controller.snapshot().jenkins.kind === 'stopped';
    const gpu = createGpu(world, { configDir, save: true, gated: () => !isStopped() });
    const lost = createLostGpus(world, changed);
    const dns = createNestedDns(world);
    const images = createImagePreparer({ world, version, controller, isBusy, changed });
    let countedAt = Number.NEGATIVE_INFINITY;
    /** With a reading of GPUs, so that the processes of a short build are listed while it runs. */
    const countBuilds = (): void => {
      if (isRecent(countedAt, world.clock.monotonic(), COUNT_BUILDS_MS)) return;
      countedAt = world.clock.monotonic();
      void controller.pollBuilds();
    };
    const unsubscribe = [
      () => dns.close(),
      controller.subscribe(({ activity, builds }) => {
        gpu.building(builds.kind === 'known' && builds.running > 0);
        if (activity.kind === 'idle' && gpu.state().kind === 'ok') void lost.look(true);
        if (activity.kind === 'idle') void dns.look();
        changed();
      }),
      gpu.subscribe(({ kind }) => {
        if (kind === 'ok') {
          void lost.look();
          countBuilds();
        }
        changed();
      }),
    ];
    return ok({
      world,
      controller,
      gpu,
      lost,
      dns,
      images,
      async close() {
        for (const end of unsubscribe) end();
        await Promise.allSettled([gpu.close(), images.close(), controller.close()]);
      },
    });
  } catch (thrown) {
    return err(failureOf(thrown));
  }
}
