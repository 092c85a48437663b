/** The logs that can be followed: Jenkins' own, and the one of the nested engine. */
export const LOG_SOURCES = ['jenkins', 'dind'] as const;
export type LogSource = (typeof LOG_SOURCES)[number];

export const isLogSource = (text: string): text is LogSource => LOG_SOURCES.some((source) => source === text);
