/** A text in single quotes, as a shell takes it, whatever is in it. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** The same, without quotes where it needs none. */
export const shellWord = (text: string): string => (/^[\w./-]+$/.test(text) ? text : quoted(text));
