import type * as z from 'zod/mini';
import type { JenkinsAddress, JenkinsClient } from '../core/world/jenkins.ts';
import { err } from '../shared/failure.ts';
import { buildNotEnded, buildsUnreadable, notDrained } from '../shared/failures/jenkins.ts';
import type { HttpGet } from './http/http-get.ts';
import { lateGet } from './http/late-get.ts';
import { COMPUTERS_PATH, computers, runningBuilds } from './jenkins-builds.ts';
import { conditionOf } from './jenkins-condition.ts';
import { type Asked, documentIn, isOfJenkins, notAsked } from './jenkins-document.ts';
import { wholeComputers } from './jenkins-hidden.ts';
import { createPages } from './jenkins-page.ts';
import { listedPlugins, PLUGINS_PATH, plugins } from './jenkins-plugins.ts';
import { QUEUE_PATH, queue, queuedItems } from './jenkins-queue.ts';
import { quietDown, quietReason, REASON_PATH, reasonIn } from './jenkins-quiet.ts';
import { createRecentBuilds } from './jenkins-recent.ts';
import { loginHeaders, requestBy } from './jenkins-request.ts';
import { stopBuild } from './jenkins-stop.ts';
import { generateToken } from './jenkins-token.ts';

/** Jenkins' HTTP API; also supports Hudson, its ancestor, which sends X-Hudson. */
export function createJenkins(get: HttpGet = lateGet): JenkinsClient {
  const request = requestBy(get);
  const pages = createPages(request);
  const newestBuilds = createRecentBuilds();

  /** Where Jenkins is, with its prefix; looked for where its API is not at the address itself. */
  const located = async (at: JenkinsAddress, signal: AbortSignal): Promise<JenkinsAddress> => {
    const known = pages.baseOf(at.url);
    if (known !== at.url) return { ...at, url: known };
    await pages.look(at.url, '', signal);
    return { ...at, url: pages.baseOf(at.url) };
  };

  /** Requests a document of the API and validates it. */
  const document = async <T>(
    at: JenkinsAddress,
    path: string,
    schema: z.ZodMiniType<T>,
    signal: AbortSignal,
  ): Promise<Asked<T>> => {
    try {
      return documentIn(await request(at.url, path, loginHeaders(at), signal), schema, at);
    } catch (thrown) {
      signal.throwIfAborted();
      return notAsked(thrown, at);
    }
  };

  /** Only who administers Jenkins may see the page of its script console; its body is not read. */
  const administers = async (at: JenkinsAddress, signal: AbortSignal): Promise<boolean> => {
    try {
      const answer = await request(at.url, '/script', loginHeaders(at), signal, 0);
      return answer.status === 200 && isOfJenkins(answer);
    } catch {
      signal.throwIfAborted();
      return false;
    }
  };

  /** What `query` tells of Jenkins where it is known to be, else where it is found. */
  const asked = async <T>(
    at: JenkinsAddress,
    signal: AbortSignal,
    query: (there: JenkinsAddress) => Promise<Asked<T>>,
  ): Promise<Asked<T>> => {
    const there = { ...at, url: pages.baseOf(at.url) };
    const answer = await query(there);
    if (answer.ok || answer.why !== 'nobody') return answer;
    const found = await located(at, signal);
    return found.url === there.url ? answer : await query(found);
  };

  return {
    async apiStatus(at, signal) {
      try {
        return (await request(pages.baseOf(at.url), '/api/json', loginHeaders(at), signal, 0)).status;
      } catch {
        signal.throwIfAborted();
        return null;
      }
    },
    isOpen: async (url, signal) => (await import('./open-port.ts')).isPortOpen(url, signal),
    page: (url, signal, prefix = '') => pages.look(url, prefix, signal),
    async condition(at, signal) {
      try {
        return await conditionOf({ ...at, url: pages.startOf(at.url) }, request, signal);
      } catch (thrown) {
        signal.throwIfAborted();
        return notAsked(thrown, at);
      }
    },
    running: (at, signal) =>
      asked(at, signal, async (there) => {
        const asking = {
          computers: () => document(there, COMPUTERS_PATH, computers, signal),
          administers: () => administers(there, signal),
        };
        const answer = await wholeComputers(asking, { ...there, url: at.url }, signal);
        return answer.ok ? { ok: true, value: runningBuilds(answer.value, there.url) } : answer;
      }),
    recent: (at, most, signal) =>
      asked(at, signal, (there) =>
        newestBuilds(`${there.url} ${at.user}`, there.url, most, (path, schema) =>
          document(there, path, schema, signal),
        ),
      ),
    async newToken(at, name, signal) {
      try {
        return await generateToken(at, name, loginHeaders(at), (to, headers, method) =>
          request(pages.baseOf(at.url), to, headers, signal, undefined, method),
        );
      } catch (thrown) {
        signal.throwIfAborted();
        return err(buildsUnreadable(at.url, thrown instanceof Error ? thrown.message : String(thrown)));
      }
    },
    queue: (at, signal) =>
      asked(at, signal, async (there) => {
        const answer = await document(there, QUEUE_PATH, queue, signal);
        return answer.ok ? { ok: true, value: queuedItems(answer.value) } : answer;
      }),
    quietReason: (at, signal) =>
      asked(at, signal, async (there) => {
        const answer = await document(there, REASON_PATH, quietReason, signal);
        return answer.ok ? { ok: true, value: reasonIn(answer.value) } : answer;
      }),
    async quietDown(at, on, signal) {
      try {
        return await quietDown(at, on, loginHeaders(at), (to, headers, method) =>
          request(pages.baseOf(at.url), to, headers, signal, undefined, method),
        );
      } catch (thrown) {
        signal.throwIfAborted();
        return err(notDrained(at.url, thrown instanceof Error ? thrown.message : String(thrown)));
      }
    },
    plugins: (at, signal) =>
      asked(at, signal, async (there) => {
        const answer = await document(there, PLUGINS_PATH, plugins, signal);
        return answer.ok ? { ok: true, value: listedPlugins(answer.value) } : answer;
      }),
    async stop(at, path, signal) {
      try {
        return await stopBuild(at, path, loginHeaders(at), (to, headers, method) =>
          request(pages.baseOf(at.url), to, headers, signal, undefined, method),
        );
      } catch (thrown) {
        signal.throwIfAborted();
        return err(buildNotEnded(at.url + path, thrown instanceof Error ? thrown.message : String(thrown)));
      }
    },
  };
}
