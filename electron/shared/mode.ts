/** The modes in which Jenkins runs, in the order in which people see them. To add one, begin here: the compiler lists the rest. */
export const JENKINS_MODES = ['dind', 'dood'] as const;
export type JenkinsMode = (typeof JENKINS_MODES)[number];

/** What the user can ask for. */
export const MODES = [...JENKINS_MODES, 'off'] as const;
export type Mode = (typeof MODES)[number];

/** The engine that builds use: a nested one in a container of its own, or the host's. */
export type BuildsEngine = 'nested' | 'host';

/** What a mode is, in one place. */
interface ModeTraits {
  /** The name people know it by. */
  readonly name: string;
  /** What the name stands for. */
  readonly longName: string;
  readonly engine: BuildsEngine;
}

export const modeTraits: Readonly<Record<JenkinsMode, ModeTraits>> = {
  dind: { name: 'DinD', longName: 'Docker in Docker', engine: 'nested' },
  dood: { name: 'DooD', longName: 'Docker outside of Docker', engine: 'host' },
};

export const isJenkinsMode = (text: string): text is JenkinsMode => JENKINS_MODES.some((mode) => mode === text);
export const isMode = (text: string): text is Mode => MODES.some((mode) => mode === text);

/** What is proposed at the first start: one image to build, and the host's images at hand. */
export const RECOMMENDED_MODE: JenkinsMode = 'dood';

/** Whether builds in this mode use a nested engine; not while Jenkins is off. */
export const hasNestedEngine = (mode: Mode): boolean => mode !== 'off' && modeTraits[mode].engine === 'nested';

/** The name people know a mode by. */
export const modeName = (mode: Mode): string => (mode === 'off' ? 'Off' : modeTraits[mode].name);

const toggled: Readonly<Record<JenkinsMode, JenkinsMode>> = { dind: 'dood', dood: 'dind' };

/** The other of the two modes. A toggle means two: with a third mode it becomes a cycle, or goes. */
export const otherMode = (mode: JenkinsMode): JenkinsMode => toggled[mode];
