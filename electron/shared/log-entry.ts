import { harmless } from './harmless.ts';

/** Longest entry, in characters: one entry must not rotate a whole log away. */
const MAX_ENTRY = 16 * 1024;

/** An entry of the app's log: harmless for whoever reads it on a terminal, and further lines cannot pass for entries. */
export const logEntry = (text: string): string => harmless(text.slice(0, MAX_ENTRY)).replaceAll('\n', '\n    ');
