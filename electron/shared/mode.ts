/** A mode in which Jenkins runs. */
export type JenkinsMode = 'dind' | 'dood';
/** What the user can ask for. */
export type Mode = JenkinsMode | 'off';

export const otherMode = (mode: JenkinsMode): JenkinsMode => (mode === 'dind' ? 'dood' : 'dind');

/** The name people know a mode by. */
export const modeName = (mode: Mode): string => ({ dind: 'DinD', dood: 'DooD', off: 'Off' })[mode];
