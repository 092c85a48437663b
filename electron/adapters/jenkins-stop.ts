import type { JenkinsAddress } from '../core/world/jenkins.ts';
import { err, ok, type Result } from '../shared/failure.ts';
import { buildNotEnded, loginNeeded, loginRefused } from '../shared/failures/jenkins.ts';
import { type Ask, isLogin, post } from './jenkins-post.ts';

/** Ends a build as its page does, by POST with a crumb. `path`: such as `/job/train/42`. */
export async function stopBuild(
  { url, user }: JenkinsAddress,
  path: string,
  login: Readonly<Record<string, string>>,
  ask: Ask,
): Promise<Result<null>> {
  const answer = await post(`${path}/stop`, login, ask);
  const { status } = answer;
  const refused = status === 401 || status === 403 || isLogin(answer, path);
  if (status === 403 && user !== '') return err(buildNotEnded(url + path, `${user} has no permission to end it.`));
  if (status === 401 && user !== '') return err(loginRefused(url, user));
  if (refused) return err(loginNeeded(url));
  return status >= 200 && status < 400 ? ok(null) : err(buildNotEnded(url + path, `HTTP ${status}`));
}
