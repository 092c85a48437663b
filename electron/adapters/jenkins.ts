import type { JenkinsAddress, JenkinsClient, Page } from '../core/world/jenkins.ts';
import { err, type Failure, ok, type Result } from '../shared/failure.ts';
import type { Build } from '../shared/snapshot.ts';
import { type Answer, get, overTcp } from './http-get.ts';

/** A page that takes longer is not there for its user, ms. */
const PATIENCE = 5000;
const BUILD = 'number,url,result,building,timestamp,duration,estimatedDuration,fullDisplayName';
type Json = { readonly [key: string]: unknown };

const versionIn = ({ headers }: Answer): string => headers.get('x-jenkins') ?? headers.get('x-hudson') ?? '';

/** One page or document of a Jenkins on this host. */
function ask(url: string, path: string, headers: Readonly<Record<string, string>>, signal: AbortSignal) {
  const { hostname, host, port, pathname, search } = new URL(url + path);
  const dial = overTcp(hostname.replace(/^\[|\]$/g, ''), Number(port || 80));
  return get(dial, pathname + search, { host, ...headers }, AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]));
}

/**
 * While it starts or restarts, Jenkins answers everything with 503 (HudsonIsLoading and HudsonIsRestarting in its
 * core); 500 is what it says of a start that failed.
 */
const up = ({ status }: Answer): boolean => status >= 200 && status < 500;

/** Jenkins says its version on every page of its own, its ancestor on its first only; none to whom is not up. */
async function versionAtRoot(url: string, signal: AbortSignal): Promise<string> {
  const answer = await ask(url, '/', {}, signal);
  return up(answer) ? versionIn(answer) : '';
}

/** Jenkins' HTTP API; also that of its ancestor, which names itself X-Hudson. */
export const jenkins: JenkinsClient = {
  async page(url, signal): Promise<Page> {
    try {
      const answer = await ask(url, '/login', {}, signal);
      if (!up(answer)) return { kind: 'starting' };
      const version = versionIn(answer) || (await versionAtRoot(url, signal));
      // With a single sign-on its login page may lead elsewhere, which nobody follows, or ask for a ticket: then it is
      // its version that tells Jenkins from a proxy or another program.
      return answer.status === 200 || version !== '' ? { kind: 'ready', version } : { kind: 'starting' };
    } catch {
      signal.throwIfAborted();
      return { kind: 'none' };
    }
  },
  async running(at, signal) {
    const executor = `currentExecutable[${BUILD}]`;
    const answer = await document(
      at,
      `/computer/api/json?depth=2&tree=computer[executors[${executor}],oneOffExecutors[${executor}]]`,
      signal,
    );
    if (!answer.ok) return answer;
    const builds = objects(answer.value.computer).flatMap((computer) =>
      [...objects(computer.executors), ...objects(computer.oneOffExecutors)].flatMap((it) =>
        objects([it.currentExecutable]),
      ),
    );
    // A Pipeline has its own executor and those of its steps: one build, one line.
    const one = new Map(
      builds.filter(({ url }) => typeof url === 'string').map((build) => [build.url, buildOf(build)]),
    );
    return ok([...one.values()]);
  },
  async recent(at, most, signal) {
    const answer = await document(at, `/api/json?depth=2&tree=jobs[builds[${BUILD}]]`, signal);
    if (!answer.ok) return answer;
    const builds = objects(answer.value.jobs)
      .flatMap((job) => objects(job.builds))
      .map(buildOf);
    return ok(builds.sort((a, b) => b.startedAt - a.startedAt).slice(0, most));
  },
};

const objects = (value: unknown): Json[] =>
  Array.isArray(value) ? value.filter((it): it is Json => typeof it === 'object' && it !== null) : [];
const number = (value: unknown): number => (typeof value === 'number' && Number.isFinite(value) ? value : 0);
const RESULTS: Readonly<Record<string, Build['result']>> = {
  SUCCESS: 'success',
  UNSTABLE: 'unstable',
  FAILURE: 'failure',
  ABORTED: 'aborted',
  NOT_BUILT: 'not-built',
};

function buildOf(build: Json): Build {
  const url = typeof build.url === 'string' ? build.url : '';
  const startedAt = number(build.timestamp);
  const over = typeof build.result === 'string' && build.building !== true;
  const estimated = number(build.estimatedDuration);
  return {
    job: jobOf(url),
    number: number(build.number),
    url,
    result: over ? (RESULTS[String(build.result)] ?? 'not-built') : 'running',
    startedAt,
    duration: over ? number(build.duration) : Math.max(0, Date.now() - startedAt),
    estimated: estimated > 0 ? estimated : null,
  };
}

/** `/job/folder/job/train/42/` is `folder/train`. */
const jobOf = (url: string): string =>
  [...url.matchAll(/\/job\/([^/]+)/g)].map(([, name]) => decodeURIComponent(name ?? '')).join('/');

async function document(
  { url, user, password }: JenkinsAddress,
  path: string,
  signal: AbortSignal,
): Promise<Result<Json>> {
  const headers =
    user === '' ? {} : { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` };
  try {
    const answer = await ask(url, path, headers, signal);
    if (answer.status === 200) {
      const value: unknown = JSON.parse(answer.body);
      return typeof value === 'object' && value !== null ? ok({ ...value }) : err(unreadable(url, 'not an object'));
    }
    return err(
      answer.status === 401 || answer.status === 403 || answer.status === 302
        ? loginNeeded(url)
        : unreadable(url, `HTTP ${answer.status}`),
    );
  } catch (thrown) {
    signal.throwIfAborted();
    return err(unreadable(url, thrown instanceof Error ? thrown.message : String(thrown)));
  }
}

const loginNeeded = (url: string): Failure => ({
  code: 'jenkins/unreachable',
  title: 'Jenkins asks for a login',
  detail: `${url} does not tell its builds to everybody.`,
  fix: 'Make an API token in Jenkins and give it to Jenkins Tray.',
  command: 'jenkins-tray config set jenkins.user NAME && jenkins-tray config set jenkins.apiToken TOKEN',
});
const unreadable = (url: string, why: string): Failure => ({
  code: 'jenkins/unreachable',
  title: 'Jenkins’ builds cannot be read',
  detail: `${url}: ${why}`,
});
