import type { Failure } from '../../shared/failure.ts';
import type { JenkinsClient } from '../world/jenkins.ts';
import type { World } from '../world/world.ts';

/**
 * What this process has learned of logins, by the container that they are for (`Place.container`, which differs after each
 * start): directories such as LDAP lock accounts after a few wrong logins, and Jenkins hashes a password for each request.
 */
export interface LoginMemory {
  /** Why this login was refused; null if it was not. */
  refused(container: string, user: string, secret: string): Failure | null;
  /** Remembers that it was, so that it is not sent again. */
  refuse(container: string, user: string, secret: string, why: Failure): void;
  /** Something else that was learned of a container; undefined: nothing yet. */
  fact(container: string, name: LoginFact): boolean | undefined;
  learn(container: string, name: LoginFact, value: boolean): void;
}

/**
 * `made`: this app made the account `admin` in its home. `needed`: without a login it shows no builds. `token`: a token
 * was asked for.
 */
type LoginFact = 'made' | 'needed' | 'token';

/** Containers that are remembered; the oldest is forgotten. */
const MAX_CONTAINERS = 32;

interface Learned {
  readonly refusals: Map<string, Failure>;
  readonly facts: Map<LoginFact, boolean>;
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
    const known = all.get(container) ?? { refusals: new Map(), facts: new Map() };
    all.set(container, known);
    const [oldest] = all.keys();
    if (all.size > MAX_CONTAINERS && oldest !== undefined) all.delete(oldest);
    return known;
  };
  const key = (user: string, secret: string): string => JSON.stringify([user, secret]);
  return {
    refused: (container, user, secret) => all.get(container)?.refusals.get(key(user, secret)) ?? null,
    refuse(container, user, secret, why) {
      of(container).refusals.set(key(user, secret), why);
    },
    fact: (container, name) => all.get(container)?.facts.get(name),
    learn(container, name, value) {
      of(container).facts.set(name, value);
    },
  };
}
