import { createHash } from 'node:crypto';

/** The first 16 hex digits of SHA-256 over a value's JSON; stable as long as the key order is. */
export const hashOf = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
