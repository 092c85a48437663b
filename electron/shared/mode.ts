/** The modes in which Jenkins runs, in display order. To add one, start here: the compiler lists the other places. */
export const JENKINS_MODES = ['dind', 'dood'] as const;
export type JenkinsMode = (typeof JENKINS_MODES)[number];

/** What the user can ask for. */
export const MODES = [...JENKINS_MODES, 'off'] as const;
export type Mode = (typeof MODES)[number];

/** The engine that builds use: a nested one in a separate container, or the host's. */
export type BuildsEngine = 'nested' | 'host';

/** All properties of a mode. */
interface ModeTraits {
  /** Display name. */
  readonly name: string;
  /** The name spelled out. */
  readonly longName: string;
  readonly engine: BuildsEngine;
}

export const modeTraits: Readonly<Record<JenkinsMode, ModeTraits>> = {
  dind: { name: 'DinD', longName: 'Docker in Docker', engine: 'nested' },
  dood: { name: 'DooD', longName: 'Docker outside of Docker', engine: 'host' },
};

export const isJenkinsMode = (text: string): text is JenkinsMode => JENKINS_MODES.some((mode) => mode === text);
export const isMode = (text: string): text is Mode => MODES.some((mode) => mode === text);

/** Suggested for the first start: only one image to build, and builds can use the host's images. */
export const RECOMMENDED_MODE: JenkinsMode = 'dood';

/** Whether builds in this mode use a nested engine; false for `off`. */
export const hasNestedEngine = (mode: Mode): boolean => mode !== 'off' && modeTraits[mode].engine === 'nested';

/** A mode's display name. */
export const modeName = (mode: Mode): string => (mode === 'off' ? 'Off' : modeTraits[mode].name);

const toggled: Readonly<Record<JenkinsMode, JenkinsMode>> = { dind: 'dood', dood: 'dind' };

/** The other mode. This assumes two modes: with a third, replace the toggle. */
export const otherMode = (mode: JenkinsMode): JenkinsMode => toggled[mode];
