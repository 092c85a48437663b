import type { HttpGet } from './http-get.ts';

/** Node's own client, loaded with the first request, so that it does not delay the icon or a command without requests. */
export const lateGet: HttpGet = async (...given) => (await import('./node-get.ts')).nodeGet(...given);
