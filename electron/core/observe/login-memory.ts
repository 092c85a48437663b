import type { JenkinsClient } from '../world/jenkins.ts';
import type { RefusedLogin } from '../world/stores.ts';
import type { World } from '../world/world.ts';

/**
 * What this process has learned of logins, by the container that they are for (`Place.container`, which differs after each
 * start), since Jenkins hashes a password for each request. What was refused is stored, for all processes.
 */
export interface LoginMemory {
  /** Something that was learned of a container; undefined: nothing yet. */
  fact(container: string, name: LoginFact): boolean | undefined;
  learn(container: string, name: LoginFact, value: boolean): void;
  /** Sends a login. Until it was accepted once, a second request waits for the first: it may be refused. */
  send<T extends { readonly ok: boolean }>(login: RefusedLogin, request: () => Promise<T>): Promise<T>;
}

/**
 * `made`: this app made the account `admin` in its home. `needed`: without a login it shows no builds. `token`: a token
 * was asked for. `elsewhere`: its accounts are a directory's.
 */
type LoginFact = 'made' | 'needed' | 'token' | 'elsewhere';

/** Containers that are remembered; the oldest is forgotten. */
const MAX_CONTAINERS = 32;

interface Learned {
  readonly facts: Map<LoginFact, boolean>;
  /** Logins that were accepted, and those that are being tried. */
  readonly accepted: Set<string>;
  readonly tried: Map<string, Promise<unknown>>;
}

const memories = new WeakMap<JenkinsClient, LoginMemory>();

/** The memory of a world, wherever its home was found: as long as the process, and one for all who ask Jenkins. */
export function loginsOf({ jenkins }: Pick<World, 'jenkins'>): LoginMemory {
  const memory = memories.get(jenkins) ?? createLoginMemory();
  memories.set(jenkins, memory);
  return memory;
}

function createLoginMemory(): LoginMemory {
  const all = new Map<string, Learned>();
  const of = (container: string): Learned => {
    const known = all.get(container) ?? { facts: new Map(), accepted: new Set(), tried: new Map() };
    all.set(container, known);
    const [oldest] = all.keys();
    if (all.size > MAX_CONTAINERS && oldest !== undefined) all.delete(oldest);
    return known;
  };
  return {
    fact: (container, name) => all.get(container)?.facts.get(name),
    learn(container, name, value) {
      of(container).facts.set(name, value);
    },
    async send({ container, user, password }, request) {
      const { accepted, tried } = of(container);
      const key = JSON.stringify([user, password]);
      if (accepted.has(key)) return await request();
      const before = tried.get(key);
      if (before !== undefined) await before.catch(() => undefined);
      const now = request();
      tried.set(key, now);
      try {
        const answer = await now;
        if (answer.ok) accepted.add(key);
        return answer;
      } finally {
        if (tried.get(key) === now) tried.delete(key);
      }
    },
  };
}
