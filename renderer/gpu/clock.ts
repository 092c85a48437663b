const hours = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
const toTheMinute = whenUsed(hours);
const toTheSecond = whenUsed({ ...hours, second: '2-digit' });

/** `14:05` of seconds since 1970: an axis, the ends of a build. */
export const clockTime = (seconds: number): string => toTheMinute().format(seconds * 1000);

/** `14:05:09` of seconds since 1970: a single reading. */
export const exactClockTime = (seconds: number): string => toTheSecond().format(seconds * 1000);

/** The first format that a window makes takes milliseconds, which its first page should not wait for. */
function whenUsed(options: Intl.DateTimeFormatOptions): () => Intl.DateTimeFormat {
  let made: Intl.DateTimeFormat | undefined;
  return () => {
    made ??= new Intl.DateTimeFormat(undefined, options);
    return made;
  };
}
