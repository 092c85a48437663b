import { gpuLostContainer } from './gpu.ts';

/** A build as a consent names it. */
interface NamedBuild {
  readonly job: string;
  readonly number: number;
}

/** `folder/train#42`, without the comma that separates builds. */
const buildId = ({ job, number }: NamedBuild): string =>
  `${job.replaceAll('%', '%25').replaceAll(',', '%2C')}#${number}`;

/**
 * What the user may consent to. An id names the object and its engine id, if any, so that a consent applies
 * to this object only. Only this file builds and reads ids. They are in the stored intent and in `--json`: changing an
 * id loses the consents given before.
 */
export const consent = {
  /** Stop this Jenkins although these builds run, and no others; without builds: although it is unknown which ones run. */
  interrupt: (containerId: string, builds: readonly NamedBuild[] = []) =>
    `interrupt:${[containerId, ...(builds.length === 0 ? [] : [builds.map(buildId).join()])].join(':')}` as const,
  /** Stop the Jenkins with this name although its running builds are unknown: implied by a rollback and by resuming. */
  stopUncounted: (name: string) => `stop:${name}` as const,
  /** Let running builds end first, at most for so many minutes, after which those that still run are aborted; 0: let all end. */
  whenIdle: (minutes: number) => `when-idle:${minutes}` as const,
  /** Queue the builds that are aborted again. */
  requeue: () => 'requeue' as const,
  /** Recreate one of our containers that has lost its GPUs. */
  recreate: (containerId: string) => `recreate:${containerId}` as const,
  /** Stop and start this Jenkins, which was last started then (ms since 1970), so that it happens once. */
  startAnew: (containerId: string, startedAt: number) => `anew:${containerId}:${startedAt}` as const,
  /** Build the images anew from bases that are pulled first; `at`: when that was asked for, ms since 1970. */
  update: (at: number) => `update:${at}` as const,
  /** Build only Jenkins' image anew, maybe from another base; `at`: as for an update. */
  upgrade: (at: number) => `upgrade:${at}` as const,
  /** Build only Jenkins' image anew, from the base as it is on this computer: for other plugins; `at`: as for an update. */
  rebuild: (at: number) => `rebuild:${at}` as const,
  /** Go back to the image and the home from before the upgrade that was asked for then. */
  returnTo: (at: number) => `return:${at}` as const,
  /** Put the home back as it was in this snapshot. */
  restore: (snapshot: string) => `restore:${snapshot}` as const,
  /** Put the home from before this restore back, which failed and could not be undone then. */
  undoRestore: (snapshot: string) => `undo-restore:${snapshot}` as const,
  /** Use our containers and images unchanged, even if the settings have changed: implied by a rollback. */
  reuseUnchanged: () => 'as-they-are' as const,
  /** This container ran when the request was made, so a rollback brings it back: implied by each request. */
  comeBack: (containerId: string) => `come-back:${containerId}` as const,
  /** How this container restarted when the request was made, so a rollback gives that back: implied by each request. */
  restart: (containerId: string, policy: string, retries: number) =>
    `restart:${containerId}:${policy}:${retries}` as const,
  /** Go back to what ran before a change in the same mode: implied by its rollback. */
  undoChange: () => 'undo-change' as const,
  /** Stop and rename a hand-made container. */
  takeOver: (containerId: string) => `take-over:${containerId}` as const,
  /** Stop a Jenkins of this computer itself, and keep its unit from starting again; several may have one name. */
  takeOverHost: (name: string, home: string | null) => `take-over-host:${name}:${home ?? ''}` as const,
  /** This other Jenkins ran when the request was made, so a rollback starts it again: implied by its take-over. */
  startAgain: (containerId: string) => `start-again:${containerId}` as const,
  /** Start a Jenkins although there are others, which are left alone. */
  beside: (others: readonly string[]) => `beside:${others.join()}` as const,
  /** Start DinD although the home names `tcp://docker:`, which is this other container. */
  otherDocker: (containerId: string) => `other-docker:${containerId}` as const,
  /** Stop our nested engine although this Jenkins, which is not ours, uses it. */
  stopEngine: (jenkinsId: string) => `stop-engine:${jenkinsId}` as const,
  /** Use what an app version without owner labels created for this instance. */
  adopt: (instance: string) => `adopt:${instance}` as const,
  /** Use a hand-made volume. */
  useVolume: (name: string, id: string) => `use:volume:${name}:${id}` as const,
  /** Take the name of a hand-made image. */
  replaceImage: (name: string, id: string) => `replace:image:${name}:${id}` as const,
  /** Overwrite a hand-made Docker context. */
  replaceContext: (name: string, host: string) => `replace:context:${name}:${host}` as const,
  /** Stop a container that a build left running in the home. */
  endLeftover: (containerId: string) => `end:${containerId}` as const,
  /** Take the home over from another computer whose Jenkins is dead; `line`: its heartbeat. */
  takeHome: (line: string) => `take-home:${line}` as const,
  /** Replace these plugins of the home by the image's, and no others. */
  upgradePlugins: (plugins: readonly { readonly name: string; readonly from: string; readonly to: string }[]) =>
    `upgrade-plugins:${plugins.map(({ name, from, to }) => `${name}:${from}>${to}`).join()}` as const,
  /** Start Jenkins although these plugins of the home would not load. */
  withoutPlugins: (plugins: readonly string[]) => `without-plugins:${plugins.join()}` as const,
  /** Whatever is asked about plugins once the image is built: implied by `all`. */
  anyPlugins: () => 'any-plugins' as const,
  /** Copy another Jenkins' home, a folder or a volume, to the home. */
  copyHome: (from: string, home: string) => `copy:${from}:${home}` as const,
  /** Start on what is in the home, although the Jenkins that is taken over runs on another one. */
  useAsItIs: (from: string, home: string) => `as-it-is:${from}:${home}` as const,
  /** Create the home folder. */
  createHome: (path: string) => `create:${path}` as const,
  /** Give ownership of the home to the Jenkins user. */
  chownHome: (path: string) => `chown:${path}` as const,
};

export type ConsentId = ReturnType<(typeof consent)[keyof typeof consent]>;

/** Whether `id` is among the consents; stored ones may come from another app version, so they can be any string. */
export const hasConsent = (consents: readonly string[], id: ConsentId): boolean => consents.includes(id);

/** The builds, as `buildId` names them, that may be stopped with this Jenkins; `any`: also those that nobody knows of. */
export function agreedBuilds(consents: readonly string[], containerId: string): readonly string[] | 'any' {
  const any = consent.interrupt(containerId);
  if (consents.includes(any)) return 'any';
  return consents.flatMap((id) => (id.startsWith(`${any}:`) ? id.slice(any.length + 1).split(',') : []));
}

/** Those of the builds that nobody agreed to stop. */
export const withoutConsent = <T extends NamedBuild>(
  builds: readonly T[],
  agreed: readonly string[] | 'any',
): readonly T[] => (agreed === 'any' ? [] : builds.filter((build) => !agreed.includes(buildId(build))));

/** Whether a question is about builds that are known, which can be waited for. */
export const asksAboutBuilds = (id: string): boolean => /^interrupt:[^:]*:/.test(id);

/** Whether a question is about builds that run or may be running. */
export const asksToInterrupt = (id: ConsentId): boolean => id.startsWith(consent.interrupt(''));

/** The longest wait for builds that can be asked for: a week. */
export const MAX_WAIT_MINUTES = 7 * 24 * 60;

/** For how many minutes running builds are waited for, 0: until all have ended; null: they are not waited for. */
export function waitMinutes(consents: readonly string[]): number | null {
  const found = consents.findLast(asksToWait);
  return found === undefined ? null : Number(found.slice('when-idle:'.length));
}

/** Whether a consent is to wait for running builds. */
export const asksToWait = (id: string): boolean =>
  /^when-idle:\d{1,5}$/.test(id) && Number(id.slice('when-idle:'.length)) <= MAX_WAIT_MINUTES;

/** Whether a consent says what happens to running builds, and holds for one request only. */
export const isAboutBuilds = (id: string): boolean => asksToWait(id) || id === consent.requeue();

/** Whether a consent makes an intent a way back, which a new request for the same mode is not. */
export const goesBack = (id: string): boolean => id === consent.reuseUnchanged() || id === consent.undoChange();

/** Whether an id names a container that a rollback brings back. */
export const isComeBack = (id: string): boolean => id.startsWith(consent.comeBack(''));

/** Whether an id names another Jenkins that a rollback starts again. */
export const isStartAgain = (id: string): boolean => id.startsWith(consent.startAgain(''));

/** Whether an id says how a container restarted. */
export const isRestart = (id: string): boolean => id.startsWith('restart:');

/** How a container restarted when the request was made; null if unknown. */
export function restartOf(consents: readonly string[], containerId: string): { name: string; retries: number } | null {
  const start = `restart:${containerId}:`;
  const [name = '', retries = ''] =
    consents
      .find((id) => id.startsWith(start))
      ?.slice(start.length)
      .split(':') ?? [];
  return name === '' ? null : { name, retries: Number(retries) || 0 };
}

/** Whether an id decides about the plugins of a home. */
export const decidesPlugins = (id: string): boolean =>
  id === consent.anyPlugins() || id.startsWith(consent.upgradePlugins([])) || id.startsWith(consent.withoutPlugins([]));

/** The plugins without which Jenkins may start. */
export const agreedToLose = (consents: readonly string[]): readonly string[] => {
  const without = consent.withoutPlugins([]);
  return consents.flatMap((id) => (id.startsWith(without) ? id.slice(without.length).split(',') : []));
};

/** Whether an id leaves other Jenkins alone. */
export const isBeside = (id: string): boolean => id.startsWith(consent.beside([]));

/** The ids of the containers that the user agreed to take over. */
export const takenOver = (consents: readonly string[]): readonly string[] =>
  consents.flatMap((id) => (id.startsWith(consent.takeOver('')) ? [id.slice(consent.takeOver('').length)] : []));

/** Whether a consent is to take over another Jenkins, which has another name once that has begun. */
export const asksToTakeOver = (id: string): boolean =>
  id.startsWith(consent.takeOver('')) || id.startsWith('take-over-host:');

/** The heartbeat of the holder of the home that the user said is dead; null: none. */
export const deadHolder = (consents: readonly string[]): string | null =>
  consents
    .filter((id) => id.startsWith(consent.takeHome('')))
    .at(-1)
    ?.slice(consent.takeHome('').length) ?? null;

/** Whether a consent, maybe of another app version, is to recreate a container. */
export const asksToRecreate = (id: string): boolean => id.startsWith(consent.recreate(''));

/** Whether a consent is to build the images, or Jenkins' image, anew. */
export const asksToUpdate = (id: string): boolean => /^(update|upgrade|rebuild):\d{1,16}$/.test(id);

/** Whether a consent is to go back from an upgrade. */
export const asksToReturn = (id: string): boolean => /^return:\d{1,16}$/.test(id);

/** The same request, asked for now. */
export const askedAt = (id: string, now: number): ConsentId =>
  id.startsWith('upgrade:')
    ? consent.upgrade(now)
    : id.startsWith('rebuild:')
      ? consent.rebuild(now)
      : consent.update(now);

/** Whether a consent is to stop and start a Jenkins. */
export const asksToStartAnew = (id: string): boolean => id.startsWith('anew:');

/** When the last update of the image of this role was asked for, ms since 1970; null: none was. */
export function updateAt(consents: readonly string[], role: 'jenkins' | 'dind' = 'jenkins'): number | null {
  const times = consents
    .filter((id) => asksToUpdate(id) && (role === 'jenkins' || id.startsWith('update:')))
    .map(timeOf);
  return times.length === 0 ? null : Math.max(...times);
}

const timeOf = (id: string): number => Number(id.slice(id.indexOf(':') + 1));

/** Whether the last that was asked for keeps the base as it is on this computer. */
export const keepsBase = (consents: readonly string[]): boolean =>
  consents
    .filter(asksToUpdate)
    .sort((a, b) => timeOf(a) - timeOf(b))
    .at(-1)
    ?.startsWith('rebuild:') === true;

/** The consent to recreate the container of a `gpuLostNotice`, given with a request for `dind`; null for other notices. */
export function recreateConsent(notice: string): ConsentId | null {
  const container = gpuLostContainer(notice);
  return container === null ? null : consent.recreate(container);
}
