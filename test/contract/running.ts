import { expect } from 'vitest';
import {
  begin,
  type ContractLab,
  create,
  FOREVER,
  factOf,
  log,
  refusal,
  type Statement,
  signal,
  untilStartedAgain,
  untilState,
} from './lab.ts';

/** Makes a network, as ports need one; returns its name. */
async function network(lab: ContractLab): Promise<string> {
  await lab.engine.createNetwork({ name: lab.name('net'), mtu: 1500, labels: {} }, signal);
  return lab.name('net');
}

/** Starts, stops, restart policies, ports, commands and logs. */
export const runningStatements: readonly Statement[] = [
  {
    says: 'a container that runs already is started without a failure',
    async run(lab) {
      const id = await begin(lab, 'a', FOREVER);
      await lab.engine.start(id, signal);
      expect(await factOf(lab, 'a')).toMatchObject({ state: 'running', exitCode: null, health: 'none' });
    },
  },
  {
    says: 'a paused container cannot be started: 409',
    async run(lab) {
      const id = await begin(lab, 'a', FOREVER);
      await lab.byHand('pause', lab.name('a'));
      expect((await factOf(lab, 'a')).state).toBe('paused');
      expect(await refusal(lab.engine.start(id, signal))).toMatch(/paused container.*\(HTTP 409\)/);
      await lab.byHand('unpause', lab.name('a'));
    },
  },
  {
    says: 'a paused container is resumed, and one that is not paused is left as it is',
    async run(lab) {
      const id = await begin(lab, 'a', FOREVER);
      await lab.byHand('pause', lab.name('a'));
      await lab.engine.unpause(id, signal);
      expect((await factOf(lab, 'a')).state).toBe('running');
      await lab.engine.unpause(id, signal);
      expect((await factOf(lab, 'a')).state).toBe('running');
      await lab.engine.stop(id, 5, signal);
      await lab.engine.unpause(id, signal);
      expect((await factOf(lab, 'a')).state).toBe('exited');
    },
  },
  {
    says: 'a stop lets a container end by itself, and its exit code is kept',
    async run(lab) {
      const id = await begin(lab, 'a', FOREVER);
      await lab.wait(300);
      await lab.engine.stop(id, 10, signal);
      expect(await factOf(lab, 'a')).toMatchObject({ state: 'exited', exitCode: 143 });
    },
  },
  {
    says: 'what ignores the stop is killed after its grace period',
    async run(lab) {
      const id = await begin(lab, 'a', FOREVER, { ignoresStop: true });
      await lab.wait(300);
      await lab.engine.stop(id, 1, signal);
      expect(await factOf(lab, 'a')).toMatchObject({ state: 'exited', exitCode: 137 });
    },
  },
  {
    says: 'a stop of a paused container ends it',
    async run(lab) {
      const id = await begin(lab, 'a', FOREVER);
      await lab.wait(300);
      await lab.byHand('pause', lab.name('a'));
      await lab.engine.stop(id, 1, signal);
      expect((await factOf(lab, 'a')).state).toBe('exited');
    },
  },
  {
    says: 'a stop of a restarting container ends its restarts',
    async run(lab) {
      const id = await begin(lab, 'a', 'exit 1');
      await lab.wait(2000);
      await untilState(lab, 'a', 'restarting');
      await lab.engine.stop(id, 1, signal);
      await lab.wait(500);
      expect((await factOf(lab, 'a')).state).toBe('exited');
    },
  },
  {
    says: 'a created or exited container is stopped without a failure',
    async run(lab) {
      const id = await create(lab, 'a', FOREVER);
      await lab.engine.stop(id, 1, signal);
      expect((await factOf(lab, 'a')).state).toBe('created');
      await lab.engine.start(id, signal);
      await lab.engine.stop(id, 5, signal);
      await lab.engine.stop(id, 5, signal);
      expect((await factOf(lab, 'a')).state).toBe('exited');
    },
  },
  {
    says: 'a stopped container does not restart by itself',
    async run(lab) {
      const id = await begin(lab, 'a', FOREVER);
      await lab.engine.stop(id, 5, signal);
      await lab.wait(500);
      expect((await factOf(lab, 'a')).state).toBe('exited');
    },
  },
  {
    says: 'a stopped container starts again, with its log of before',
    async run(lab) {
      const id = await begin(lab, 'a', `echo here; ${FOREVER}`);
      await lab.wait(300);
      await lab.engine.stop(id, 5, signal);
      await lab.engine.start(id, signal);
      await lab.wait(300);
      expect((await factOf(lab, 'a')).state).toBe('running');
      expect(await log(lab, 'a')).toEqual(['here', 'here']);
    },
  },
  {
    says: 'one that ends by itself is restarted, whatever its exit code',
    async run(lab) {
      await begin(lab, 'good', 'echo up; exit 0');
      await begin(lab, 'bad', 'echo up; exit 9');
      for (const what of ['good', 'bad']) await untilStartedAgain(lab, what);
    },
  },
  {
    says: 'between restarts the engine waits longer each time, and reports the exit code',
    async run(lab) {
      await begin(lab, 'a', 'echo up; exit 9');
      await lab.wait(5000);
      const starts = (await log(lab, 'a')).length;
      expect(starts).toBeGreaterThanOrEqual(3);
      expect(starts).toBeLessThanOrEqual(7);
      await untilState(lab, 'a', 'restarting');
      expect((await factOf(lab, 'a')).exitCode).toBe(9);
    },
  },
  {
    says: 'without a policy an exit is the end',
    async run(lab) {
      const id = await create(lab, 'a', 'sleep 0.3; exit 3');
      await lab.policyByHand(lab.name('a'), 'no');
      await lab.engine.start(id, signal);
      await untilState(lab, 'a', 'exited');
      await lab.wait(500);
      expect(await factOf(lab, 'a')).toMatchObject({ state: 'exited', exitCode: 3 });
    },
  },
  {
    says: 'on-failure restarts after a failure',
    async run(lab) {
      const id = await create(lab, 'a', 'echo up; exit 3');
      await lab.policyByHand(lab.name('a'), 'on-failure');
      await lab.engine.start(id, signal);
      await untilStartedAgain(lab, 'a');
    },
  },
  {
    says: 'on-failure does not restart after an exit with 0',
    async run(lab) {
      const id = await create(lab, 'a', 'echo up; exit 0');
      await lab.policyByHand(lab.name('a'), 'on-failure');
      await lab.engine.start(id, signal);
      await lab.wait(1000);
      expect((await factOf(lab, 'a')).state).toBe('exited');
      expect(await log(lab, 'a')).toEqual(['up']);
    },
  },
  {
    says: 'a port is published while its container runs, and only then',
    async run(lab) {
      const id = await create(lab, 'a', FOREVER, { network: await network(lab), port: lab.port });
      expect((await factOf(lab, 'a')).ports).toEqual([]);
      await lab.engine.start(id, signal);
      const published = [{ address: '127.0.0.1', port: lab.port, target: 8080 }];
      expect(await factOf(lab, 'a')).toMatchObject({ ports: published, made: { publishes: published } });
      await lab.engine.stop(id, 5, signal);
      expect((await factOf(lab, 'a')).ports).toEqual([]);
    },
  },
  {
    says: 'a port has one container: a second one does not start, and stays as it was',
    async run(lab) {
      const given = { network: await network(lab), port: lab.port };
      const first = await begin(lab, 'a', FOREVER, given);
      const second = await create(lab, 'b', FOREVER, given);
      const said = await refusal(lab.engine.start(second, signal));
      expect(said).toContain('port/in-use');
      expect(said).toContain(`Bind for 127.0.0.1:${lab.port} failed: port is already allocated`);
      expect((await factOf(lab, 'b')).state).toBe('created');
      await lab.engine.stop(first, 5, signal);
      await lab.engine.start(second, signal);
      expect((await factOf(lab, 'b')).state).toBe('running');
    },
  },
];
