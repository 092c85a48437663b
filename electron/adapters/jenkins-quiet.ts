import * as z from 'zod/mini';
import type { JenkinsAddress } from '../core/world/jenkins.ts';
import { err, ok, type Result } from '../shared/failure.ts';
import { loginRefused, notDrained } from '../shared/failures/jenkins.ts';
import { harmlessLine } from '../shared/harmless.ts';
import { type Ask, isLogin, post } from './jenkins-post.ts';

/** Prepares Jenkins for its shutdown, or cancels that, as its page does: by POST with a crumb. */
export async function quietDown(
  { url, user }: JenkinsAddress,
  on: boolean,
  login: Readonly<Record<string, string>>,
  ask: Ask,
): Promise<Result<null>> {
  const path = on ? '/quietDown' : '/cancelQuietDown';
  const answer = await post(path, login, ask);
  const { status } = answer;
  const wantsLogin = status === 401 || status === 403 || isLogin(answer, path);
  if (status >= 200 && status < 400 && !wantsLogin) return ok(null);
  if (status === 401 && user !== '') return err(loginRefused(url, user));
  if (status === 403 && user !== '')
    return err(notDrained(url, `${user} has no permission to prepare it for shutdown.`));
  return err(notDrained(url, wantsLogin ? 'It asks for a login.' : `HTTP ${status}`));
}

/** Longest reason, in characters. */
const MAX_REASON = 200;

/** What whoever asked for it wrote; older versions know no reason. */
export const quietReason = z.object({ quietDownReason: z.nullish(z.string()) });
export const REASON_PATH = '/api/json?tree=quietDownReason';
export const reasonIn = ({ quietDownReason }: z.infer<typeof quietReason>): string =>
  harmlessLine(quietDownReason ?? '', MAX_REASON);
