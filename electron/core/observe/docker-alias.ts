import { ENGINE_ALIAS } from '../stack/nested-engine.ts';
import type { ContainerFact } from '../world/engine.ts';

/** Whether a container is reached as `docker` in this network, by its name or an alias. */
export const answersToDocker = ({ name, networks, made }: ContainerFact, network: string): boolean =>
  made?.aliases[network]?.includes(ENGINE_ALIAS) === true ||
  (name === ENGINE_ALIAS && networks.some((it) => it.name === network));
