import { err, type Failure, failureOf, type Result } from '../../shared/failure.ts';
import { loginRefused, storedPasswordRefused } from '../../shared/failures/jenkins.ts';
import { containerOf, type Place } from '../stack/page-url.ts';
import type { JenkinsAddress } from '../world/jenkins.ts';
import type { World } from '../world/world.ts';
import { administratorMade, hasOtherAccounts, newToken, storedToken } from './administrator.ts';
import { loginsOf } from './login-memory.ts';

/** A question to Jenkins, by whoever asks it. */
export type Query<T> = (address: JenkinsAddress) => Promise<Result<T>>;

/** Sends a login unless this container has refused it, to this process or to another one. */
export async function unlessRefused<T>(
  world: World,
  container: string,
  address: JenkinsAddress,
  query: Query<T>,
  why: (url: string, user: string) => Failure = loginRefused,
): Promise<Result<T>> {
  const { url, user, password } = address;
  const login = { container, user, password };
  return await loginsOf(world).send(login, async () => {
    if (world.refusedLogins.has(login)) return err(why(url, user));
    const sentAt = world.clock.now();
    const answer = await query(address);
    if (answer.ok || answer.failure.code !== 'jenkins/login-refused') return answer;
    await world.refusedLogins.add(login, sentAt);
    return err(why(url, user));
  });
}

/**
 * Lets the logins that Jenkins refused be sent again, once each, as the user asks: an account may have been mended in
 * Jenkins, or its directory is back. Throws `settings/unwritable`.
 */
export async function allowLoginsAgain({ settings, refusedLogins }: World): Promise<void> {
  const { user } = settings.load().settings.jenkins;
  for (const one of new Set(['admin', user])) if (one !== '') await refusedLogins.forget(one);
}

/**
 * That Jenkins is known to refuse the stored administrator's password, which the app itself may not need: its own token
 * stays good when the password is changed. Sends nothing; null: that is not known, or a directory has the accounts.
 */
export async function knownRefusal(world: World, place: Place): Promise<Failure | null> {
  const [container, user] = [containerOf(place), 'admin'];
  if (place.logins !== 'all' || !world.refusedLogins.hasAny(container, user)) return null;
  try {
    const password = await world.secrets.adminPassword();
    if (!world.refusedLogins.has({ container, user, password })) return null;
    return (await hasOtherAccounts(world, container)) ? null : storedPasswordRefused(place.url);
  } catch {
    return null; // What is wrong with the stored password is told where it is used.
  }
}

/**
 * By the app's own token, else by the password, and then a token is made. Null where this app made no such account, or a
 * directory has the accounts by now, which is asked once.
 */
export async function asAdministrator<T>(
  world: World,
  container: string,
  url: string,
  query: Query<T>,
): Promise<Result<T> | null> {
  try {
    if (!(await administratorMade(world, container))) return null;
    const user = 'admin';
    if (hasDirectory(world, container)) return null;
    const token = await storedToken(world);
    if (token !== '') {
      const answer = await unlessRefused(world, container, { url, user, password: token }, query);
      if (!isRefused(answer)) return answer;
      if (await hasOtherAccounts(world, container)) return null;
    }
    const answer = await byPassword(world, container, url, query);
    return isRefused(answer) && hasDirectory(world, container) ? null : answer;
  } catch (thrown) {
    return err(failureOf(thrown));
  }
}

/**
 * By the stored password, else by the others that may be right: after a crash while it was changed, or in a home that was
 * put back. One that is accepted is stored, and a token is made.
 */
async function byPassword<T>(world: World, container: string, url: string, query: Query<T>): Promise<Result<T>> {
  const send = (password: string): Promise<Result<T>> =>
    unlessRefused(world, container, { url, user: 'admin', password }, query, storedPasswordRefused);
  const stored = await world.secrets.adminPassword();
  let [answer, password] = [await send(stored), stored];
  if (isRefused(answer) && !(await hasOtherAccounts(world, container)))
    for (const other of await world.secrets.otherPasswords()) {
      [answer, password] = [await send(other), other];
      if (!isRefused(answer)) break;
    }
  if (!answer.ok) return answer;
  if (password !== stored) await world.secrets.keepPassword(password);
  await newToken(world, container, { url, user: 'admin', password });
  return answer;
}

/** As far as is known. */
const hasDirectory = (world: World, container: string): boolean =>
  loginsOf(world).fact(container, 'elsewhere') === true;

const isRefused = (answer: Result<unknown>): boolean => !answer.ok && answer.failure.code === 'jenkins/login-refused';
