import { passwordOpens } from '../core/observe/administrator.ts';
import { passwordState } from '../core/observe/fitting-password.ts';
import type { CoreSession } from './core-session.ts';
import { placeNow } from './running-place.ts';

/** What is known of the administrator's password: it opens Jenkins, Jenkins refuses it, or there is no account of this app. */
export type PasswordNow = 'opens' | 'refused' | 'none';

/** Asks Jenkins, if it runs. Where nothing is known, the password is offered. */
export async function passwordNow(session: CoreSession, signal: AbortSignal): Promise<PasswordNow> {
  try {
    const { world } = session.core;
    const place = await placeNow(session, signal);
    if (place === null) return (await passwordOpens(world, null)) ? 'opens' : 'none';
    const state = await passwordState(world, place, signal);
    return state === 'fits' || state === 'unknown' ? 'opens' : state;
  } catch {
    return 'opens';
  }
}
