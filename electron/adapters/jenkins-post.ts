import * as z from 'zod/mini';
import type { Answer } from './http/http-get.ts';

type Headers = Readonly<Record<string, string>>;
/** Sends a request to a path of Jenkins. */
export type Ask = (path: string, headers: Headers, method: 'GET' | 'POST') => Promise<Answer>;

const crumbs = z.object({ crumbRequestField: z.string(), crumb: z.string() });

/**
 * Sends a POST without a body, with the crumb that Jenkins asks for where the login is a password. A login that is refused
 * for the crumb is not sent a second time: each counts where an account is locked after a few.
 */
export async function post(path: string, login: Headers, ask: Ask): Promise<Answer> {
  const issued = await ask('/crumbIssuer/api/json', login, 'GET');
  if (issued.status === 401) return issued;
  return await ask(path, { ...login, ...crumbOf(issued), 'content-length': '0' }, 'POST');
}

/** Whether an answer leads to a login, Jenkins' own or that of a single sign-on: it should lead back to the page of `path`. */
export function isLogin({ headers }: Answer, path: string): boolean {
  const [page = ''] = (headers.get('location') ?? '').split('?');
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
