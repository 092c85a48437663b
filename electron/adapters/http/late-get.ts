import type { HttpGet } from './http-get.ts';

/** Node's own client, loaded at the first request: an icon, and a command that asks nothing, do not wait for it. */
export const lateGet: HttpGet = async (...given) => (await import('./node-get.ts')).nodeGet(...given);
