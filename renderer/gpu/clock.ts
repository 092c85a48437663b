const hours = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
const toTheMinute = whenUsed(hours);
const toTheSecond = whenUsed({ ...hours, second: '2-digit' });

/** Formats seconds since 1970 as `14:05`, for axes and the ends of builds. */
export const clockTime = (seconds: number): string => toTheMinute().format(seconds * 1000);

/** Formats seconds since 1970 as `14:05:09`, for a single reading. */
export const exactClockTime = (seconds: number): string => toTheSecond().format(seconds * 1000);

/** Created on first use: the first DateTimeFormat takes milliseconds, which would delay the first view. */
function whenUsed(options: Intl.DateTimeFormatOptions): () => Intl.DateTimeFormat {
  let made: Intl.DateTimeFormat | undefined;
  return () => {
    made ??= new Intl.DateTimeFormat(undefined, options);
    return made;
  };
}
