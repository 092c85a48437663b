import type { Page } from '../core/world/jenkins.ts';
import type { Answer } from './http/http-get.ts';
import type { Request } from './jenkins-request.ts';
import { codeOf } from './json-file.ts';

/** What most people choose for `--prefix`, and what old packages had. */
const USUAL_PREFIX = '/jenkins';

/** Empty if there is none; anything may listen at Jenkins' port. */
function versionIn({ headers }: Answer): string {
  const version = headers.get('x-jenkins') ?? headers.get('x-hudson') ?? '';
  return /^[\w.+-]{1,40}$/.test(version) ? version : '';
}

/**
 * Jenkins answers every request with 503 while it starts or restarts (HudsonIsLoading and HudsonIsRestarting in its
 * core), and with 500 after a failed start.
 */
const up = ({ status }: Answer): boolean => status >= 200 && status < 500;

/** `hasLogin`: its page of that name is there; `stranger`: it is up, and not known as a Jenkins; `leads`: the paths that its redirects name. */
type Look =
  | { readonly kind: 'ready'; readonly version: string; readonly hasLogin: boolean }
  | { readonly kind: 'starting' }
  | { readonly kind: 'stranger'; readonly leads: readonly string[] };

/** Where the page of a Jenkins is found: its address may lack the prefix that Jenkins has, or the s of https. */
export interface Pages {
  /** The address at which a Jenkins was found, as far as is known. */
  baseOf(url: string): string;
  /** Like `baseOf`, or else where one may be starting, which has not said its version yet. */
  startOf(url: string): string;
  /** Looks for it. `prefix`: which its container is known to have; empty: none. */
  look(url: string, prefix: string, signal: AbortSignal): Promise<Page>;
}

export function createPages(request: Request): Pages {
  const bases = new Map<string, string>();
  const starts = new Map<string, string>();

  /** Jenkins sends its version with every page, Hudson only with its root page. */
  const lookAt = async (base: string, signal: AbortSignal): Promise<Look> => {
    const login = await request(base, '/login', {}, signal, 0);
    if (!up(login)) return { kind: 'starting' };
    const own = versionIn(login);
    const root = own === '' ? await request(base, '/', {}, signal, 0) : login;
    const version = own || (up(root) ? versionIn(root) : '');
    // With single sign-on the login page may redirect (not followed) or require a ticket; then the version
    // header distinguishes Jenkins from a proxy or another program.
    const hasLogin = login.status === 200;
    if (hasLogin || version !== '') return { kind: 'ready', version, hasLogin };
    return { kind: 'stranger', leads: [login, root].flatMap(leadOf) };
  };

  /** The page below a prefix or with https; null if there is no Jenkins. */
  const elsewhere = async (url: string, candidates: readonly string[], signal: AbortSignal): Promise<Page | null> => {
    starts.delete(url);
    for (const base of new Set(candidates.filter((one) => one !== ''))) {
      const look = await lookAt(base, signal).catch(() => null);
      signal.throwIfAborted();
      if (look?.kind === 'starting' && !starts.has(url)) starts.set(url, base);
      // Here only the version tells: another program may answer 200 to any path.
      if (look?.kind !== 'ready' || look.version === '') continue;
      bases.set(url, base);
      return { kind: 'ready', version: look.version, at: base };
    }
    return starts.has(url) ? { kind: 'starting' } : null;
  };

  /**
   * Whether a Jenkins is still where it was found; null: maybe not. One at another path that needs a login answers 403 with
   * its version to any address.
   */
  const still = async (url: string, signal: AbortSignal): Promise<Page | null> => {
    const base = bases.get(url);
    if (base === undefined) return null;
    const look = await lookAt(base, signal).catch(() => null);
    signal.throwIfAborted();
    const isThere = look?.kind === 'ready' && look.hasLogin && look.version !== '';
    return isThere ? { kind: 'ready', version: look.version, at: base } : null;
  };

  const look = async (url: string, prefix: string, signal: AbortSignal): Promise<Page> => {
    const again = await still(url, signal);
    if (again !== null) return again;
    const known = bases.get(url) ?? '';
    try {
      const found = await lookAt(url, signal);
      if (found.kind === 'starting') return found;
      if (found.kind === 'ready') {
        bases.delete(url);
        starts.delete(url);
        return { kind: 'ready', version: found.version };
      }
      return (await elsewhere(url, [known, ...below(url, prefix, found)], signal)) ?? STRANGER;
    } catch (thrown) {
      signal.throwIfAborted();
      return isNotHttp(thrown) ? await lookSecurely(url, prefix, signal) : { kind: 'none' };
    }
  };

  /** Like `look`, for a port that does not speak HTTP. */
  const lookSecurely = async (url: string, prefix: string, signal: AbortSignal): Promise<Page> => {
    const secure = url.replace(/^http:/, 'https:');
    const found = await lookAt(secure, signal).catch(() => null);
    signal.throwIfAborted();
    if (found === null) return { kind: 'none' };
    const known = bases.get(url) ?? '';
    return (await elsewhere(url, [known, secure, ...below(secure, prefix, found)], signal)) ?? STRANGER;
  };
  const baseOf = (url: string): string => bases.get(url) ?? url;
  return { baseOf, startOf: (url) => bases.get(url) ?? starts.get(url) ?? url, look };
}

const STRANGER = { kind: 'starting', stranger: true } as const;

/** Where below an address a Jenkins may be: at the prefix that is known, at those that its redirects name, or at the usual one. */
const below = (base: string, prefix: string, found: Look): readonly string[] =>
  [prefix, ...(found.kind === 'stranger' ? found.leads : []), USUAL_PREFIX]
    .filter((one) => one !== '')
    .map((one) => base + one);

/** Whether something answered in another language, such as TLS. */
const isNotHttp = (thrown: unknown): boolean =>
  thrown instanceof Error && (codeOf(thrown.cause).startsWith('HPE_') || codeOf(thrown) === 'ECONNRESET');

/** The prefix that a redirect names, whichever host it names: `https://ci.example/jenkins/login?from=/` has `/jenkins`. */
function leadOf({ headers }: Answer): readonly string[] {
  try {
    const { pathname } = new URL(headers.get('location') ?? '', 'http://none');
    const prefix = pathname.replace(/\/(login.*)?$/, '');
    return /^(\/[\w.~-]{1,40}){1,4}$/.test(prefix) ? [prefix] : [];
  } catch {
    return []; // Not an address.
  }
}
