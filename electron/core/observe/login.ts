import { err, type Failure, failureOf, type Result } from '../../shared/failure.ts';
import { storedPasswordRefused } from '../../shared/failures/jenkins.ts';
import type { JenkinsAddress } from '../world/jenkins.ts';
import type { World } from '../world/world.ts';
import { administratorMade, newToken, storedToken } from './administrator.ts';
import { loginsOf } from './login-memory.ts';

/** A question to Jenkins, by whoever asks it. */
export type Query<T> = (address: JenkinsAddress) => Promise<Result<T>>;

/** Sends a login unless this container has refused it. */
export async function unlessRefused<T>(
  world: World,
  container: string,
  address: JenkinsAddress,
  query: Query<T>,
  why: (failure: Failure) => Failure = (failure) => failure,
): Promise<Result<T>> {
  const { user, password } = address;
  const logins = loginsOf(world);
  const before = logins.refused(container, user, password);
  if (before !== null) return err(before);
  const answer = await query(address);
  if (answer.ok || answer.failure.code !== 'jenkins/login-refused') return answer;
  logins.refuse(container, user, password, why(answer.failure));
  return err(why(answer.failure));
}

/** By the app's own token, else by the password, and then a token is made. Null where this app made no such account. */
export async function asAdministrator<T>(
  world: World,
  container: string,
  url: string,
  query: Query<T>,
): Promise<Result<T> | null> {
  try {
    if (!(await administratorMade(world, container))) return null;
    const user = 'admin';
    const token = await storedToken(world);
    if (token !== '') {
      const answer = await unlessRefused(world, container, { url, user, password: token }, query);
      if (answer.ok || answer.failure.code !== 'jenkins/login-refused') return answer;
    }
    const address = { url, user, password: await world.secrets.adminPassword() };
    const answer = await unlessRefused(world, container, address, query, () => storedPasswordRefused(url));
    if (answer.ok) await newToken(world, container, address);
    return answer;
  } catch (thrown) {
    return err(failureOf(thrown));
  }
}
