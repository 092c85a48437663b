import { networkInUse } from '../../shared/failures/network.ts';
import type { Notice } from '../../shared/notice.ts';
import type { NetworkUser, ObjectFact } from '../world/engine.ts';
import { cause } from './causes.ts';
import type { Findings } from './findings.ts';
import type { Step } from './steps.ts';

/** The removal of our network, which Docker refuses while a container runs in it. */

type OnNetwork = Pick<Findings, 'facts' | 'isOurs'>;

/** Removes our network, unless somebody else uses it. */
export const networkRemoval = (found: OnNetwork): Step[] =>
  others(found).length > 0
    ? []
    : ourNetworks(found).map(({ name }) => ({
        kind: 'remove-network',
        name,
        cause: cause(`network ${name}`, 'present', 'removed'),
      }));

/** Says why our network stays. */
export function networkNotices(found: OnNetwork): Notice[] {
  const users = others(found).map(({ name }) => name);
  if (users.length === 0) return [];
  return ourNetworks(found).map(({ name, id }) => ({ id: `network-in-use-${id}`, failure: networkInUse(name, users) }));
}

const ourNetworks = ({ facts, isOurs }: OnNetwork): readonly ObjectFact[] => facts.networks.filter(isOurs);

/** The containers that would keep our network, without ours, which are removed before it. */
const others = ({ facts, isOurs }: OnNetwork): readonly NetworkUser[] =>
  facts.networkUsers.filter((user) => !facts.containers.some((it) => it.id === user.id && isOurs(it)));
