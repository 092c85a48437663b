/** Whether `since` is less than `ms` before `now`, all in milliseconds. No, if it is later than `now`: somebody set the clock back. */
export const isRecent = (since: number, now: number, ms: number): boolean => since <= now && now - since < ms;
