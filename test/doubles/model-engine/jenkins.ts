import type { JenkinsClient, ListedPlugin } from '../../../electron/core/world/jenkins.ts';
import { err, type Failure, ok, type Result } from '../../../electron/shared/failure.ts';
import { loginNeeded } from '../../../electron/shared/failures/jenkins.ts';
import type { Build, Queued } from '../../../electron/shared/snapshot.ts';
import type { ModelClock } from './clock.ts';
import type { DrainScript } from './drain-script.ts';
import type { ModelEngine } from './engine.ts';
import { type Household, pageAt } from './jenkins-programs.ts';

/** What its API was asked to do. */
export class RestCalls {
  /** Whether it prepares for its shutdown. */
  quiet = false;
  /** Why it does not, if asked to; null: it does. */
  refuses: Failure | null = null;
  reason = '';
  queue: readonly Queued[] = [];
  /** The builds that were ended. */
  readonly stopped: string[] = [];
}

/** How the Jenkins of a machine answers. */
interface Answering extends Household {
  readonly engine: ModelEngine;
  readonly clock: Pick<ModelClock, 'now'>;
  /** What tells its builds in place of its API. */
  readonly script: Pick<DrainScript, 'told'> | null;
  builds: Result<readonly Build[]>;
  readonly rest: RestCalls;
  readonly apiStatus: (hasLogin: boolean) => number;
  /** The plugins that Jenkins lists; null: it lets nobody see them. */
  readonly listed: readonly ListedPlugin[] | null;
}

export const jenkinsOf = (machine: Answering): JenkinsClient => ({
  page: async (url) => pageAt(url, machine.engine, machine),
  isOpen: async (url) => pageAt(url, machine.engine, machine).kind !== 'none',
  apiStatus: async ({ url, user }) =>
    pageAt(url, machine.engine, machine).kind === 'ready' ? machine.apiStatus(user !== '') : null,
  running: async () => machine.script?.told(machine.clock.now()) ?? machine.builds,
  recent: async () => machine.builds,
  queue: async () => ok(machine.rest.queue),
  quietReason: async () => ok(machine.rest.reason),
  plugins: async () => (machine.listed === null ? err(loginNeeded('')) : ok(machine.listed)),
  condition: async () => ok(machine.rest.quiet ? 'quiet' : null),
  newToken: async () => ok('a-token-of-the-model'),
  stop: async (_at, path) => {
    machine.rest.stopped.push(path);
    if (machine.builds.ok) machine.builds = ok(machine.builds.value.filter(({ url }) => !url.includes(path)));
    return ok(null);
  },
  quietDown: async (_at, on) => {
    if (machine.rest.refuses !== null) return err(machine.rest.refuses);
    machine.rest.quiet = on;
    return ok(null);
  },
});
