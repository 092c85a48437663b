import { passwordOpens } from '../core/observe/administrator.ts';
import type { CoreSession } from './core-session.ts';
import { placeNow } from './running-place.ts';

/** Whether the administrator's password opens anything, as far as is known; where nothing is, it is offered. */
export async function passwordOpensNow(session: CoreSession, signal: AbortSignal): Promise<boolean> {
  return await passwordOpens(session.core.world, await placeNow(session, signal)).catch(() => true);
}
