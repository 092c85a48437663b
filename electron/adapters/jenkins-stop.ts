import * as z from 'zod/mini';
import type { JenkinsAddress } from '../core/world/jenkins.ts';
import { err, ok, type Result } from '../shared/failure.ts';
import { buildNotEnded, loginNeeded, loginRefused } from '../shared/failures/jenkins.ts';
import type { Answer } from './http/http-get.ts';

/** Sends a request to a path of Jenkins. */
export type Ask = (path: string, headers: Readonly<Record<string, string>>, method: 'GET' | 'POST') => Promise<Answer>;

const crumbs = z.object({ crumbRequestField: z.string(), crumb: z.string() });

/** Ends a build as its page does, by POST with a crumb. `path`: such as `/job/train/42`. */
export async function stopBuild(
  { url, user }: JenkinsAddress,
  path: string,
  login: Readonly<Record<string, string>>,
  ask: Ask,
): Promise<Result<null>> {
  const crumb = crumbOf(await ask('/crumbIssuer/api/json', login, 'GET'));
  const headers = { ...login, ...crumb, 'content-length': '0' };
  const { status, headers: answered } = await ask(`${path}/stop`, headers, 'POST');
  const leadsTo = answered.get('location') ?? '';
  const refused = status === 401 || status === 403 || isLogin(leadsTo, path);
  if (status === 403 && user !== '') return err(buildNotEnded(url + path, `${user} has no permission to end it.`));
  if (status === 401 && user !== '') return err(loginRefused(url, user));
  if (refused) return err(loginNeeded(url));
  return status >= 200 && status < 400 ? ok(null) : err(buildNotEnded(url + path, `HTTP ${status}`));
}

/** Whether an answer leads to a login, Jenkins' own or that of a single sign-on: it should lead back to the build's page. */
function isLogin(location: string, path: string): boolean {
  const [page = ''] = location.split('?');
  return !page.includes(path) && /login|authorize|sso/i.test(page);
}

/** The header that proves that no other site's page sends the request, with the session that it belongs to. */
function crumbOf({ status, headers, body }: Answer): Readonly<Record<string, string>> {
  // With an API token none is needed, and where there is no protection there is no issuer.
  if (status !== 200) return {};
  const parsed = crumbs.safeParse(parse(body));
  if (!parsed.success || !/^[\w-]{1,80}$/.test(parsed.data.crumbRequestField)) return {};
  const cookies = [...(headers.get('set-cookie') ?? '').matchAll(/(?:^|, )([^=;, ]+=[^;]*)/g)].map(([, one]) => one);
  return {
    [parsed.data.crumbRequestField]: parsed.data.crumb,
    ...(cookies.length === 0 ? {} : { cookie: cookies.join('; ') }),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // Not Jenkins' crumb.
  }
}
