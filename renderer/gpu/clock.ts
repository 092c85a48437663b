const hours = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
const toTheMinute = new Intl.DateTimeFormat(undefined, hours);
const toTheSecond = new Intl.DateTimeFormat(undefined, { ...hours, second: '2-digit' });

/** `14:05` of seconds since 1970: an axis, the ends of a build. */
export const clockTime = (seconds: number): string => toTheMinute.format(seconds * 1000);

/** `14:05:09` of seconds since 1970: a single reading. */
export const exactClockTime = (seconds: number): string => toTheSecond.format(seconds * 1000);
