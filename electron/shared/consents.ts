import { gpuLostContainer } from './gpu.ts';

/**
 * What the user may consent to. An id names the object and, where there is one, its engine id, so that a consent holds
 * for this object only. Only this file builds and reads ids. They are in the stored intent and in `--json`: an id that
 * changes loses the consents given before.
 */
export const consent = {
  /** Stop this Jenkins although builds run in it, or might. */
  interrupt: (containerId: string) => `interrupt:${containerId}` as const,
  /** Stop the Jenkins of this name although its running builds are unknown: implied by a rollback and by resuming. */
  stopUncounted: (name: string) => `stop:${name}` as const,
  /** Recreate a container of ours that has lost its GPUs. */
  recreate: (containerId: string) => `recreate:${containerId}` as const,
  /** Use containers and images of ours unchanged, whatever the settings say now: implied by a rollback. */
  reuseUnchanged: () => 'as-they-are' as const,
  /** Stop and rename a container made by hand. */
  takeOver: (containerId: string) => `take-over:${containerId}` as const,
  /** Use a volume made by hand. */
  useVolume: (name: string, id: string) => `use:volume:${name}:${id}` as const,
  /** Take the name of an image made by hand. */
  replaceImage: (name: string, id: string) => `replace:image:${name}:${id}` as const,
  /** Overwrite a Docker context made by hand. */
  replaceContext: (name: string, host: string) => `replace:context:${name}:${host}` as const,
  /** End a container that a build left running in the home. */
  endLeftover: (containerId: string) => `end:${containerId}` as const,
  /** Create the folder of the home. */
  createHome: (path: string) => `create:${path}` as const,
  /** Give ownership of the home to Jenkins' user. */
  chownHome: (path: string) => `chown:${path}` as const,
};

export type ConsentId = ReturnType<(typeof consent)[keyof typeof consent]>;

/** Whether `id` is among the consents; stored ones may come from another version of the app, so they are any strings. */
export const hasConsent = (consents: readonly string[], id: ConsentId): boolean => consents.includes(id);

/** Whether a question is about running builds, or builds that may run. */
export const asksToInterrupt = (id: ConsentId): boolean => id.startsWith(consent.interrupt(''));

/** The consent that recreates the container of a `gpuLostNotice`, with a wish for `dind`; null for any other notice. */
export function recreateConsent(notice: string): ConsentId | null {
  const container = gpuLostContainer(notice);
  return container === null ? null : consent.recreate(container);
}
