import { JENKINS_MODES, type JenkinsMode } from '../../shared/mode.ts';
import type { Owner } from '../world/stores.ts';
import { NO_OWNER } from './owner.ts';

/** The names of an instance's objects: those of the original hand-written set-up, with the instance as suffix. */
export interface Names {
  /** The instance; `default` if it has no name. */
  readonly instance: string;
  /** The settings folder that owns them. */
  readonly owner: Owner;
  readonly network: string;
  readonly jenkins: Readonly<Record<JenkinsMode, string>>;
  readonly nestedEngine: string;
  /** The one-shot container of a pass; only one at a time, so that a crash leaves at most one. */
  readonly oneShot: string;
  readonly images: Readonly<Record<JenkinsMode | 'nestedEngine', string>>;
  readonly volumes: { readonly data: string; readonly ca: string; readonly client: string };
  /** The Docker context of a published nested engine. */
  readonly context: string;
}

export function namesOf(instance: string, owner: Owner = NO_OWNER): Names {
  const named = (name: string): string => (instance === '' ? name : `${name}-${instance}`);
  return {
    instance: instance === '' ? 'default' : instance,
    owner,
    network: named('jenkins'),
    jenkins: { dind: named('jenkins-container'), dood: named('jenkins-dood-container') },
    nestedEngine: named('nvidia-dind-container'),
    oneShot: named('jenkins-tray-probe'),
    images: {
      dind: named('jenkins-image'),
      dood: named('jenkins-dood-image'),
      nestedEngine: named('nvidia-dind-image'),
    },
    volumes: { data: named('jenkins-dind-data'), ca: named('jenkins-dind-ca'), client: named('jenkins-dind-client') },
    context: named('jenkins-dind'),
  };
}

/** All containers that an instance may have, in start order. */
export const containerNames = (names: Names): readonly string[] => [
  names.nestedEngine,
  ...JENKINS_MODES.map((mode) => names.jenkins[mode]),
  names.oneShot,
];

/** The name of a container's replacement, until it takes its place. A dot, which no instance has. */
export const nextName = (name: string): string => `${name}.new`;
/** The name of a container of ours that was put aside, until its replacement is proven. */
export const asideName = (name: string, id: string): string => `${name}.old.${id.slice(0, 8)}`;
/** Whether a name is that of a container that was put aside. */
export const isAside = (name: string): boolean => name.includes('.old.');
/** Whether `other` is the name of a replacement of this container, or of one that was put aside for it. */
export const isBeside = (name: string, other: string): boolean =>
  other === nextName(name) || other.startsWith(`${name}.old.`);

/** Whether a name is beside any container of an instance. */
export const isBesideAny = (names: Names, other: string): boolean =>
  containerNames(names).some((name) => isBeside(name, other));

/** The new name of a hand-made container that was taken over; it is kept, never removed. */
export const keptName = (name: string, id: string): string => `${name}-before-jenkins-tray-${id.slice(0, 6)}`;
/** The name that a container had before it was kept. */
export const nameBeforeKept = (name: string, id: string): string =>
  name.slice(0, name.length - keptName('', id).length);
/** Whether a container has the name under which it was kept. */
export const isKept = (name: string, id: string): boolean => name.endsWith(keptName('', id));

/** Units and war files have a dot before their kind, which names of containers hardly have. */
export const isContainerName = (name: string): boolean => name !== '' && !/\.(service|war)$/.test(name);
