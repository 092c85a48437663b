import { consent } from '../../shared/consents.ts';
import { aliasTaken } from '../../shared/failures/network.ts';
import type { Notice } from '../../shared/notice.ts';
import type { Question } from '../../shared/preview.ts';
import { answersToDocker } from '../observe/docker-alias.ts';
import { ENGINE_ALIAS } from '../stack/nested-engine.ts';
import type { Stack } from '../stack/stack.ts';
import type { ContainerFact } from '../world/engine.ts';
import type { ContainerSpec } from '../world/specs.ts';
import type { Findings } from './findings.ts';
import { isActive } from './removal.ts';
import type { Step } from './steps.ts';

/** So many files are named. */
const MAX_FILES = 5;

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
    (it) => !ours.has(it.id) && !leaves(it) && answersToDocker(it, names.network),
  );
}

/** Named before the switch: jobs and clouds of the home that would reach the other container. */
export function aliasQuestions(found: Findings, steps: readonly Step[]): Question[] {
  const { facts, names } = found;
  const files = facts.preflight?.dockerNamedIn ?? [];
  const holder = aliasHolder(found);
  const creates = steps.some((step) => step.kind === 'create-container' && step.spec.role === 'dind');
  if (files.length === 0 || holder === undefined || !creates) return [];
  const shown = files.slice(0, MAX_FILES).join(', ');
  const more = files.length > MAX_FILES ? ` and ${files.length - MAX_FILES} more` : '';
  return [
    {
      id: consent.otherDocker(holder.id),
      text: `Start although the home names tcp://${ENGINE_ALIAS}:, which is ${holder.name}`,
      detail: `${shown}${more}. What these configure would run in ${holder.name}, not in the nested engine. Use tcp://${names.nestedEngine}:2376 there, or stop ${holder.name} first.`,
    },
  ];
}

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
