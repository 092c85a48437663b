import type * as z from 'zod/mini';
import type { JenkinsAddress, JenkinsClient, Page } from '../core/world/jenkins.ts';
import { err, ok } from '../shared/failure.ts';
import { buildNotEnded, buildsHidden, buildsUnreadable, notDrained } from '../shared/failures/jenkins.ts';
import { unbracketed } from '../shared/unbracketed.ts';
import type { Answer, HttpGet } from './http/http-get.ts';
import { lateGet } from './http/late-get.ts';
import { COMPUTERS_PATH, computers, hidesBuilds, runningBuilds } from './jenkins-builds.ts';
import { type Asked, documentIn, notAsked } from './jenkins-document.ts';
import { quietDown } from './jenkins-quiet.ts';
import { createRecentBuilds } from './jenkins-recent.ts';
import { stopBuild } from './jenkins-stop.ts';
import { generateToken } from './jenkins-token.ts';

/** A page that takes longer counts as unavailable. */
const MAX_WAIT_MS = 5000;

const loginHeaders = (user: string, password: string): Readonly<Record<string, string>> =>
  user === '' ? {} : { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` };

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

/** Jenkins' HTTP API; also supports Hudson, its ancestor, which sends X-Hudson. */
export function createJenkins(get: HttpGet = lateGet): JenkinsClient {
  /** Requests a page or document of a Jenkins on this host. */
  const ask = (
    url: string,
    path: string,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
    maxBody?: number,
    method?: 'GET' | 'POST',
  ) => {
    const { hostname, host, port, pathname, search } = new URL(url + path);
    const server = { host: unbracketed(hostname), port: Number(port || 80), tls: null };
    const both = AbortSignal.any([signal, AbortSignal.timeout(MAX_WAIT_MS)]);
    return get(server, pathname + search, { host, ...headers }, both, maxBody, method);
  };

  /** Jenkins sends its version with every page, Hudson only with its root page; empty if not up. */
  const versionAtRoot = async (url: string, signal: AbortSignal): Promise<string> => {
    const answer = await ask(url, '/', {}, signal, 0);
    return up(answer) ? versionIn(answer) : '';
  };

  /** Requests a document of the API and validates it. */
  const document = async <T>(
    at: JenkinsAddress,
    path: string,
    schema: z.ZodMiniType<T>,
    signal: AbortSignal,
  ): Promise<Asked<T>> => {
    try {
      return documentIn(await ask(at.url, path, loginHeaders(at.user, at.password), signal), schema, at);
    } catch (thrown) {
      signal.throwIfAborted();
      return notAsked(thrown, at);
    }
  };
  const newestBuilds = createRecentBuilds();

  return {
    async apiStatus({ url, user, password }, signal) {
      try {
        return (await ask(url, '/api/json', loginHeaders(user, password), signal, 0)).status;
      } catch {
        signal.throwIfAborted();
        return null;
      }
    },
    async page(url, signal): Promise<Page> {
      try {
        const answer = await ask(url, '/login', {}, signal, 0);
        if (!up(answer)) return { kind: 'starting' };
        const version = versionIn(answer) || (await versionAtRoot(url, signal));
        // With single sign-on the login page may redirect (not followed) or require a ticket; then the version
        // header distinguishes Jenkins from a proxy or another program.
        return answer.status === 200 || version !== '' ? { kind: 'ready', version } : { kind: 'starting' };
      } catch {
        signal.throwIfAborted();
        return { kind: 'none' };
      }
    },
    async running(at, signal) {
      const answer = await document(at, COMPUTERS_PATH, computers, signal);
      if (!answer.ok) return answer;
      return hidesBuilds(answer.value) ? err(buildsHidden(at.url, at.user)) : ok(runningBuilds(answer.value, at.url));
    },
    recent: (at, most, signal) =>
      newestBuilds(`${at.url} ${at.user}`, at.url, most, (path, schema) => document(at, path, schema, signal)),
    async newToken(at, name, signal) {
      try {
        return await generateToken(at, name, loginHeaders(at.user, at.password), (to, headers, method) =>
          ask(at.url, to, headers, signal, undefined, method),
        );
      } catch (thrown) {
        signal.throwIfAborted();
        return err(buildsUnreadable(at.url, thrown instanceof Error ? thrown.message : String(thrown)));
      }
    },
    async quietDown(at, on, signal) {
      try {
        return await quietDown(at, on, loginHeaders(at.user, at.password), (to, headers, method) =>
          ask(at.url, to, headers, signal, undefined, method),
        );
      } catch (thrown) {
        signal.throwIfAborted();
        return err(notDrained(at.url, thrown instanceof Error ? thrown.message : String(thrown)));
      }
    },
    async stop(at, path, signal) {
      try {
        return await stopBuild(at, path, loginHeaders(at.user, at.password), (to, headers, method) =>
          ask(at.url, to, headers, signal, undefined, method),
        );
      } catch (thrown) {
        signal.throwIfAborted();
        return err(buildNotEnded(at.url + path, thrown instanceof Error ? thrown.message : String(thrown)));
      }
    },
  };
}
