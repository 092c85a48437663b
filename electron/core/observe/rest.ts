import type { World } from '../world/world.ts';
import type { Facts } from './facts.ts';
import { homeFact, unlookedHome } from './home-fact.ts';
import { allObjects } from './objects.ts';
import type { Scope } from './observe.ts';

/** What is asked for only where a plan depends on it. */

/** Adds to the facts of a plan that has steps what they depend on: the home, and all networks, volumes and images with our names. */
export async function observeRest(world: World, { names }: Scope, facts: Facts, signal: AbortSignal): Promise<Facts> {
  const [objects, home] = await Promise.all([
    allObjects(world.engine, names, signal),
    facts.home === unlookedHome ? homeFact(world) : facts.home,
  ]);
  return { ...facts, ...objects, home };
}

/** Adds which containers run in our network: one request, made only before the network is removed. */
export async function observeNetworkUsers({ engine }: World, facts: Facts, signal: AbortSignal): Promise<Facts> {
  const users = await Promise.all(facts.networks.map(({ id }) => engine.networkUsers(id, signal)));
  return { ...facts, networkUsers: users.flat() };
}
