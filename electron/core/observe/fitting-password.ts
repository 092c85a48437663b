import { err, ok } from '../../shared/failure.ts';
import { buildsUnreadable, loginRefused } from '../../shared/failures/jenkins.ts';
import { containerOf, type Place } from '../stack/page-url.ts';
import type { World } from '../world/world.ts';
import { administratorMade, hasOtherAccounts } from './administrator.ts';
import { unlessRefused } from './login.ts';

/** What Jenkins says to a password; `none`: the account is not of this app. */
export type PasswordState = 'fits' | 'refused' | 'unknown' | 'none';

/** Sends the administrator's login with a password, unless Jenkins has refused it. */
export async function tryPassword(
  world: World,
  { url, ...place }: Place,
  password: string,
  signal: AbortSignal,
): Promise<Exclude<PasswordState, 'none'>> {
  const address = { url, user: 'admin', password };
  const answer = await unlessRefused(world, containerOf({ url, ...place }), address, async (at) => {
    const status = await world.jenkins.apiStatus(at, signal);
    if (status === 401) return err(loginRefused(url, at.user));
    // Who may do nothing has logged in all the same.
    return status === 200 || status === 403 ? ok(null) : err(buildsUnreadable(url, `HTTP ${status}`));
  });
  if (answer.ok) return 'fits';
  return answer.failure.code === 'jenkins/login-refused' ? 'refused' : 'unknown';
}

/**
 * Whether the stored password opens the Jenkins at `place`. Where it does not, but the one does that was about to replace
 * it, as after a crash, or the one before it, as in a home that was put back, that one is stored.
 */
export async function passwordState(world: World, place: Place, signal: AbortSignal): Promise<PasswordState> {
  if (place.logins !== 'all' || !(await administratorMade(world, containerOf(place)))) return 'none';
  const first = await tryPassword(world, place, await world.secrets.adminPassword(), signal);
  if (first !== 'refused') return first;
  if (await hasOtherAccounts(world, containerOf(place))) return 'none';
  for (const other of await world.secrets.otherPasswords()) {
    const answer = await tryPassword(world, place, other, signal);
    if (answer === 'fits') await world.secrets.keepPassword(other);
    if (answer !== 'refused') return answer;
  }
  return 'refused';
}
