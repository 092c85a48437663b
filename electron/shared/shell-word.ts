/** A text in single quotes, escaped for a shell. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** Like `quoted`, but without quotes if they are not needed. */
export const shellWord = (text: string): string => (/^[\w./-]+$/.test(text) ? text : quoted(text));
