import { expect } from 'vitest';
import { begin, type ContractLab, create, FOREVER, factOf, refusal, type Statement, signal } from './lab.ts';

const network = (lab: ContractLab, labels: Readonly<Record<string, string>> = {}): Promise<void> =>
  lab.engine.createNetwork({ name: lab.name('net'), mtu: 1500, labels }, signal);

const networkId = async (lab: ContractLab): Promise<string> =>
  (await lab.engine.networksNamed([lab.name('net')], signal))[0]?.id ?? 'none';

/** Networks, and the containers in them. */
export const networkStatements: readonly Statement[] = [
  {
    says: 'a network has its name and labels',
    async run(lab) {
      await network(lab, { word: 'yes' });
      const [found] = await lab.engine.networksNamed([lab.name('net'), lab.name('ne')], signal);
      expect(found).toMatchObject({ name: lab.name('net'), labels: { word: 'yes' } });
    },
  },
  {
    says: 'a second network of a name is a conflict: 409',
    async run(lab) {
      await network(lab);
      expect(await refusal(network(lab))).toContain(`network with name ${lab.name('net')} already exists (HTTP 409)`);
    },
  },
  {
    says: 'a network in which a container runs is not removed',
    async run(lab) {
      await network(lab);
      const id = await begin(lab, 'a', FOREVER, { network: lab.name('net') });
      expect(await refusal(lab.engine.removeNetwork(lab.name('net'), signal))).toMatch(
        /has active endpoints.*\(HTTP 403\)/,
      );
      await lab.engine.stop(id, 5, signal);
      await lab.engine.removeNetwork(lab.name('net'), signal);
      expect(await lab.engine.networksNamed([lab.name('net')], signal)).toEqual([]);
    },
  },
  {
    says: 'a network tells which containers run in it, and not which are stopped',
    async run(lab) {
      await network(lab);
      const id = await begin(lab, 'a', FOREVER, { network: lab.name('net') });
      await begin(lab, 'b', FOREVER);
      const net = await networkId(lab);
      expect(await lab.engine.networkUsers(net, signal)).toEqual([{ id, name: lab.name('a') }]);
      await lab.byHand('pause', lab.name('a'));
      expect(await lab.engine.networkUsers(net, signal)).toEqual([{ id, name: lab.name('a') }]);
      await lab.byHand('unpause', lab.name('a'));
      await lab.engine.stop(id, 5, signal);
      expect(await lab.engine.networkUsers(net, signal)).toEqual([]);
    },
  },
  {
    says: 'nothing runs in a network that is gone',
    async run(lab) {
      await network(lab);
      const net = await networkId(lab);
      await lab.engine.removeNetwork(lab.name('net'), signal);
      expect(await lab.engine.networkUsers(net, signal)).toEqual([]);
    },
  },
  {
    says: 'a container has the id of its network once it ran, and keeps it when both are gone',
    async run(lab) {
      await network(lab);
      const net = await networkId(lab);
      const id = await begin(lab, 'a', FOREVER, { network: lab.name('net') });
      expect((await factOf(lab, 'a')).networks).toEqual([{ name: lab.name('net'), id: net }]);
      await lab.engine.stop(id, 5, signal);
      await lab.engine.removeNetwork(lab.name('net'), signal);
      expect((await factOf(lab, 'a')).networks).toEqual([{ name: lab.name('net'), id: net }]);
    },
  },
  {
    says: 'a container that has not run knows its network by name',
    async run(lab) {
      await create(lab, 'a', FOREVER, { network: lab.name('net') });
      expect((await factOf(lab, 'a')).networks).toEqual([{ name: lab.name('net'), id: '' }]);
    },
  },
  {
    says: 'a container is created without its network, and does not start: 404',
    async run(lab) {
      const id = await create(lab, 'a', FOREVER, { network: lab.name('net') });
      expect(await refusal(lab.engine.start(id, signal))).toMatch(/network\/gone: .*network \S+ not found/);
      expect((await factOf(lab, 'a')).state).toBe('created');
    },
  },
  {
    says: 'a container that was created before its network starts in it',
    async run(lab) {
      const id = await create(lab, 'a', FOREVER, { network: lab.name('net') });
      await network(lab);
      await lab.engine.start(id, signal);
      expect((await factOf(lab, 'a')).state).toBe('running');
    },
  },
  {
    says: 'a container that has run does not start in another network of the same name',
    async run(lab) {
      await network(lab);
      const id = await begin(lab, 'a', FOREVER, { network: lab.name('net') });
      await lab.engine.stop(id, 5, signal);
      await lab.engine.removeNetwork(lab.name('net'), signal);
      await network(lab);
      expect(await refusal(lab.engine.start(id, signal))).toMatch(/network\/gone: .*network \S+ not found/);
      expect((await factOf(lab, 'a')).state).toBe('exited');
    },
  },
];
