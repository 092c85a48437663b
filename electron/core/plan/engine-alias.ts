import { aliasTaken } from '../../shared/failures/network.ts';
import type { Notice } from '../../shared/snapshot.ts';
import { ENGINE_ALIAS } from '../stack/nested-engine.ts';
import type { Stack } from '../stack/stack.ts';
import type { ContainerFact } from '../world/engine.ts';
import type { ContainerSpec } from '../world/specs.ts';
import type { Findings } from './findings.ts';
import { isActive } from './removal.ts';

/** The alias `docker` of the nested engine: with two of that name on a network, half of all calls reach the other one. */

/** The nested engine's specification, without the alias if another container in our network has that name. */
export function engineOf({ containers }: Stack, found: Findings): ContainerSpec | undefined {
  const spec = containers.find(({ role }) => role === 'dind');
  if (spec === undefined || aliasHolder(found) === undefined) return spec;
  const { NetworkingConfig } = spec.body;
  const endpoints = Object.entries(NetworkingConfig.EndpointsConfig).map(
    ([network, { Aliases }]) => [network, { Aliases: Aliases.filter((alias) => alias !== ENGINE_ALIAS) }] as const,
  );
  return { ...spec, body: { ...spec.body, NetworkingConfig: { EndpointsConfig: Object.fromEntries(endpoints) } } };
}

function aliasHolder({ facts, names, isOurs }: Findings): ContainerFact | undefined {
  const ours = new Set(facts.containers.filter(isOurs).map(({ id }) => id));
  const leaves = ({ name }: ContainerFact): boolean => name === names.nestedEngine;
  return (facts.preflight?.running ?? []).find(
    (it) => !ours.has(it.id) && !leaves(it) && (hasAlias(it, names.network) || isNamedSo(it, names.network)),
  );
}

const hasAlias = ({ made }: ContainerFact, network: string): boolean =>
  made?.aliases[network]?.includes(ENGINE_ALIAS) === true;
const isNamedSo = ({ name, networks }: ContainerFact, network: string): boolean =>
  name === ENGINE_ALIAS && networks.some((it) => it.name === network);

/** Says that our running nested engine has no alias. */
export function aliasNotices({ facts, names, isOurs }: Findings): readonly Notice[] {
  return facts.containers
    .filter((it) => it.name === names.nestedEngine && isOurs(it) && isActive(it) && lacksAlias(it, names.network))
    .map(({ id }) => ({ id: `alias-taken-${id}`, failure: aliasTaken(ENGINE_ALIAS, names.nestedEngine) }));
}

/** Unknown is not lacking. */
function lacksAlias({ made }: ContainerFact, network: string): boolean {
  const aliases = made?.aliases[network];
  return aliases !== undefined && !aliases.includes(ENGINE_ALIAS);
}
