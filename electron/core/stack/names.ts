import { JENKINS_MODES, type JenkinsMode } from '../../shared/mode.ts';

/** Every name that an instance's objects go by; those of the original hand-written set-up, suffixed by the instance. */
export interface Names {
  /** The label's value: the instance, `default` where it has no name. */
  readonly instance: string;
  readonly network: string;
  readonly jenkins: Readonly<Record<JenkinsMode, string>>;
  readonly engine: string;
  /** One-shot containers of a pass; one at a time, so that a crash leaves at most one. */
  readonly oneShot: string;
  readonly images: Readonly<Record<JenkinsMode | 'engine', string>>;
  readonly volumes: { readonly data: string; readonly ca: string; readonly client: string };
  /** The Docker context of a published nested engine. */
  readonly context: string;
}

export function namesOf(instance: string): Names {
  const named = (name: string): string => (instance === '' ? name : `${name}-${instance}`);
  return {
    instance: instance === '' ? 'default' : instance,
    network: named('jenkins'),
    jenkins: { dind: named('jenkins-container'), dood: named('jenkins-dood-container') },
    engine: named('nvidia-dind-container'),
    oneShot: named('jenkins-tray-probe'),
    images: {
      dind: named('jenkins-image'),
      dood: named('jenkins-dood-image'),
      engine: named('nvidia-dind-image'),
    },
    volumes: { data: named('jenkins-dind-data'), ca: named('jenkins-dind-ca'), client: named('jenkins-dind-client') },
    context: named('jenkins-dind'),
  };
}

/** All containers that an instance may have, in the order in which they start. */
export const containerNames = (names: Names): readonly string[] => [
  names.engine,
  ...JENKINS_MODES.map((mode) => names.jenkins[mode]),
  names.oneShot,
];

/** What a hand-made container is called after it was taken over: it is kept, never removed. */
export const keptName = (name: string, id: string): string => `${name}-before-jenkins-tray-${id.slice(0, 6)}`;
