import type { Failure } from './failure.ts';

/** Something the user should know that is not a failure of their request. */
export interface Notice {
  /** Stable, so that a dismissed notice stays dismissed. */
  readonly id: string;
  readonly failure: Failure;
}

/** Prefix of the ids of notices about a request that was given up. */
const GIVEN_UP = 'given-up-';
export const givenUpId = (intent: number): string => `${GIVEN_UP}${intent}`;
/** The id of the notice about what a request could not clean up. */
export const leftId = (intent: number): string => `left-${intent}`;
export const pluginsId = (intent: number): string => `plugins-${intent}`;
/** The id of the notice about builds that a request aborted. */
export const abortedId = (intent: number): string => `aborted-${intent}`;
/** The id of the notice about a restore that a request completed. */
export const restoredId = (intent: number): string => `restored-${intent}`;
export const isGivenUp = ({ id }: Pick<Notice, 'id'>): boolean => id.startsWith(GIVEN_UP);

/** Prefix of the ids of notices that offer an update: nothing is wrong then. */
const UPDATE = 'update-to-';
export const updateNoticeId = (version: string): string => `${UPDATE}${version}`;
export const isUpdateNotice = ({ id }: Pick<Notice, 'id'>): boolean => id.startsWith(UPDATE);
