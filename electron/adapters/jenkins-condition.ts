import * as z from 'zod/mini';
import type { Condition, JenkinsAddress } from '../core/world/jenkins.ts';
import { ok, type Result } from '../shared/failure.ts';
import type { Answer } from './http/http-get.ts';
import { documentIn } from './jenkins-document.ts';
import { loginHeaders, type Request } from './jenkins-request.ts';

/** The pages have less than 10 KB, but that of a failed start its exception's trace and all icons: 70 KB in Jenkins 2.579. */
const MAX_PAGE = 1024 * 1024;
/** Jenkins answers in the browser's language. */
const ENGLISH = { 'accept-language': 'en' } as const;

const quieting = z.object({ quietingDown: z.nullish(z.boolean()) });

/** What a Jenkins at `at` does; null: it is simply up. The unnamed rest, such as a login that is needed, is a failure. */
export async function conditionOf(
  at: JenkinsAddress,
  request: Request,
  signal: AbortSignal,
): Promise<Result<Condition | null>> {
  const login = await request(at.url, '/login', ENGLISH, signal, MAX_PAGE);
  if (login.status >= 500) return ok(startIn(login));
  if (isUnlockPage(login)) return ok('set-up');
  const api = await request(at.url, '/api/json?tree=quietingDown', loginHeaders(at), signal, MAX_PAGE);
  const answer = documentIn(api, quieting, at);
  return answer.ok ? ok(answer.value.quietingDown === true ? 'quiet' : null) : answer;
}

/**
 * Which page of a start it is, in hudson/util of Jenkins' core: HudsonIsLoading ("Starting Jenkins"), HudsonIsRestarting
 * ("Restarting Jenkins"), and one of the failures, which show a title of their own or the exception's trace.
 */
function startIn({ body }: Answer): Condition | null {
  const title = /<title>([^<]{0,200})/.exec(body)?.[1] ?? '';
  if (/Restarting|is restarting/i.test(title) || /while Jenkins is restarting/i.test(body)) return 'restarting';
  if (/Starting|getting ready/i.test(title) || /Jenkins is getting ready/i.test(body)) return 'loading';
  if (ERROR_OF_A_REQUEST.test(body)) return null;
  return /<pre>[^<]*\bat (?:hudson|jenkins|org)\.|hudson\.util\.[A-Z]\w+|<h1>\s*Error\s*<\/h1>/.test(body)
    ? 'boot-failed'
    : null;
}

/** Jenkins', its server's and older ones' page of a request that failed, as while it stops, whose trace looks the same. */
const ERROR_OF_A_REQUEST = /Oops!|Status Code:|HTTP (?:ERROR|Status)\b/;

/** The wizard's first page asks for a password that Jenkins wrote into the home (authenticate-security-token.jelly). */
const isUnlockPage = ({ status, body }: Answer): boolean =>
  status === 200 && /id="security-token"|initialAdminPassword/.test(body);
