import { createServer, type IncomingMessage, type Server } from 'node:http';
import { parseTree, pruned } from './jenkins-tree.ts';

/** A build as Jenkins' API exports it (hudson.model.Run). */
interface ApiBuild {
  readonly number: number;
  readonly result?: string | null;
  readonly building?: boolean;
  readonly timestamp?: number;
  readonly duration?: number;
  readonly estimatedDuration?: number;
}
/** A job, or a folder. `name`: as in its address, before that is encoded; a branch's is encoded itself (`feature%2Fgpu`). */
export interface ApiItem {
  readonly name: string;
  /** Newest first. */
  readonly builds?: readonly ApiBuild[];
  readonly jobs?: readonly ApiItem[];
}

/** A Jenkins' items, and what its executors run. */
export interface ApiJenkins {
  /** The root URL that is configured in it, with which all its addresses begin. */
  readonly root?: string;
  readonly items: readonly ApiItem[];
  readonly computer?: unknown;
  /** The `name:secret` logins that it knows; absent: everybody may read it. */
  readonly logins?: readonly string[];
}

export interface ApiServer {
  readonly url: string;
  /** Method and path of each request, in order. */
  readonly asked: string[];
  /** Bytes of all answers. */
  sent(): number;
  close(): void;
}

const exported = (root: string, path: string, item: ApiItem): unknown => {
  const url = `${path}job/${encodeURIComponent(item.name)}/`;
  return {
    _class:
      item.jobs === undefined
        ? 'org.jenkinsci.plugins.workflow.job.WorkflowJob'
        : 'com.cloudbees.hudson.plugins.folder.Folder',
    name: item.name,
    url: root + url,
    ...(item.builds === undefined
      ? {}
      : {
          // `Job.getNewBuilds` has 100 at most.
          builds: item.builds.slice(0, 100).map((one) => ({
            _class: 'org.jenkinsci.plugins.workflow.job.WorkflowRun',
            building: false,
            ...one,
            url: `${root}${url}${one.number}/`,
          })),
        }),
    ...(item.jobs === undefined ? {} : { jobs: item.jobs.map((one) => exported(root, url, one)) }),
  };
};

/**
 * Serves the REST API of a current Jenkins as far as the product asks it: its items with `tree` and ranges, its executors,
 * logins. After jenkinsci/jenkins, core/src/main/java/hudson/model/{Api,Job,Run,Computer,Executor}.java.
 */
export async function serveJenkins(jenkins: ApiJenkins): Promise<ApiServer> {
  const asked: string[] = [];
  let sent = 0;
  const root = jenkins.root ?? 'http://localhost:8080/';
  const items = { _class: 'hudson.model.Hudson', jobs: jenkins.items.map((one) => exported(root, '', one)) };
  const documentAt = (path: string): unknown => {
    if (path === '/api/json') return items;
    if (path === '/computer/api/json') return jenkins.computer ?? { busyExecutors: 0, computer: [] };
    const names = [...path.matchAll(/\/job\/([^/]+)/g)].map(([, name]) => decodeURIComponent(name ?? ''));
    return names.reduce<unknown>(
      (at, name) =>
        listOf(at, 'jobs').find((one) => typeof one === 'object' && one !== null && Reflect.get(one, 'name') === name),
      items,
    );
  };
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.setHeader('X-Jenkins', '2.578');
    const status = statusFor(request, jenkins.logins);
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://x');
    const document = status === 200 ? documentAt(pathname) : undefined;
    if (document === undefined) {
      response.writeHead(status === 200 ? 404 : status).end();
      return;
    }
    const body = JSON.stringify(pruned(document, parseTree(searchParams.get('tree') ?? 'mode')));
    sent += Buffer.byteLength(body);
    response.end(body);
  });
  return {
    url: await listening(server),
    asked,
    sent: () => sent,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function statusFor({ headers: { authorization } }: IncomingMessage, logins: readonly string[] | undefined): number {
  if (logins === undefined) return 200;
  if (authorization === undefined) return 403;
  return logins.includes(Buffer.from(authorization.replace('Basic ', ''), 'base64').toString()) ? 200 : 401;
}

const listOf = (bean: unknown, name: string): readonly unknown[] => {
  const list: unknown = typeof bean === 'object' && bean !== null ? Reflect.get(bean, name) : [];
  return Array.isArray(list) ? list : [];
};

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}`;
}
