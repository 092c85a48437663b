import type { CodedFailure, Sections } from './types.ts';

export const networkSections = {
  'network/gone': {
    title: 'The network of a container is gone',
    meaning:
      'A container that has run looks for that very network, not for another one of the same name; `docker network prune` removes networks whose containers are all stopped. Jenkins Tray makes its own containers anew.',
    remedy:
      'Disconnect the container that the title names from the network that is gone (`docker network disconnect NETWORK CONTAINER`), connect it to one that exists (`docker network connect NETWORK CONTAINER`), then try again. Nothing in it is lost.',
  },
  'network/pools-used-up': {
    title: 'Docker has no addresses left for a network',
    meaning:
      'Each network takes a range from the address pools of the engine, about 30 by default, and a VPN can take their addresses as well.',
    remedy:
      'Remove networks that nothing uses (`docker network prune`), leave the VPN for the moment, or give the engine more `default-address-pools`.',
  },
  'network/alias-taken': {
    title: 'The nested engine is not called docker',
    meaning:
      'Another container in the network of Jenkins already has the name `docker`. With two of them, half of all calls would reach the wrong engine, so the nested engine has only its own name.',
    remedy:
      'Nothing, if no job or cloud names `tcp://docker:2376`: Jenkins itself uses the container’s own name. Otherwise stop the other container, then turn Jenkins off and on again.',
  },
  'network/in-use': {
    title: 'The network is still in use',
    meaning:
      'A container that Jenkins Tray did not create runs in its network, and Docker removes no network that is in use.',
    remedy: 'Nothing, if the container needs the network. Otherwise disconnect it, then turn Jenkins off again.',
  },
} as const satisfies Sections;

type NetworkFailure = CodedFailure<keyof typeof networkSections>;

/** `doing` completes "Docker could not …"; `message`: the engine's, with the network's id. */
export const networkGone = (doing: string, message: string): NetworkFailure => ({
  code: 'network/gone',
  title: `Docker could not ${doing}: its network is gone`,
  detail: message,
  fix: 'Disconnect the container from that network and connect it to one that exists, then try again.',
});

export const networkPoolsUsedUp = (message: string): NetworkFailure => ({
  code: 'network/pools-used-up',
  title: 'Docker has no addresses left for a network',
  detail: message,
  fix: 'Remove networks that nothing uses, then try again.',
  command: 'docker network prune',
});

/** `users`: the names of the containers that run in it. */
export const networkInUse = (network: string, users: readonly string[]): NetworkFailure => ({
  code: 'network/in-use',
  title: `The network ${network} is still in use`,
  detail: `${users.join(', ')} ${users.length === 1 ? 'runs' : 'run'} in it, and Jenkins Tray did not create ${users.length === 1 ? 'that container' : 'those containers'}. The network stays until a later \`down\`.`,
  fix: `To remove it, disconnect ${users.join(', ')}, then run \`jenkins-tray down\` again.`,
  command: users.map((user) => `docker network disconnect ${network} ${user}`).join(' && '),
});

/** `engine`: the nested engine's own name. */
export const aliasTaken = (alias: string, engine: string): NetworkFailure => ({
  code: 'network/alias-taken',
  title: `The nested engine is not called ${alias}`,
  detail: `Another container in its network had that name. Jenkins and its builds reach it as ${engine}; jobs and clouds that name tcp://${alias}:2376 reach the other one.`,
  fix: `Use tcp://${engine}:2376 there, or stop the other container, then turn Jenkins off and on again.`,
});
