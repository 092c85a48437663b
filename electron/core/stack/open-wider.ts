import { hostAndPort, isEveryAddress, plainAddress } from '../../shared/address.ts';
import type { ContainerFact } from '../world/engine.ts';

/**
 * What a container publishes at other addresses than it was created to: `0.0.0.0:8080`. Docker publishes on all networks
 * if it cannot parse an address. Empty where it is not known what was asked for.
 */
export function openWider({ ports, made }: ContainerFact): readonly string[] {
  const wanted = (target: number): readonly string[] =>
    (made?.publishes ?? []).filter((it) => it.target === target).map(({ address }) => address);
  return ports
    .filter(({ address, target }) => {
      const asked = wanted(target);
      return asked.length > 0 && !asked.some((it) => covers(it, address));
    })
    .map(({ address, port }) => hostAndPort(address, port));
}

const covers = (asked: string, published: string): boolean =>
  isEveryAddress(asked) || plainAddress(asked) === plainAddress(published);
