import { expect } from 'vitest';
import { begin, create, FOREVER, factOf, refusal, type Statement, signal, untilState } from './lab.ts';

/** Containers that are put aside under another name, and brought back. */
export const retiredStatements: readonly Statement[] = [
  {
    says: 'a missing container is stopped, removed and retired without a failure',
    async run({ engine, name }) {
      await engine.stop(name('a'), 1, signal);
      await engine.removeContainer(name('a'), signal);
      await engine.retire(name('a'), name('b'), signal);
    },
  },
  {
    says: 'a retired container keeps its id and runs on; its old name is free',
    async run(lab) {
      const id = await begin(lab, 'a', FOREVER);
      await lab.engine.retire(id, lab.name('kept'), signal);
      expect(await factOf(lab, 'kept')).toMatchObject({ id, state: 'running' });
      expect(await create(lab, 'a', FOREVER)).not.toBe(id);
    },
  },
  {
    says: 'a retired container no longer restarts by itself',
    async run(lab) {
      const id = await begin(lab, 'a', 'sleep 1; exit 4');
      await lab.engine.retire(id, lab.name('kept'), signal);
      await untilState(lab, 'kept', 'exited');
      await lab.wait(500);
      expect(await factOf(lab, 'kept')).toMatchObject({ state: 'exited', exitCode: 4 });
    },
  },
  {
    says: 'a retired container is reinstated: it has its name again, and starts again by itself',
    async run(lab) {
      const id = await create(lab, 'a', 'sleep 1; exit 4');
      await lab.engine.retire(id, lab.name('kept'), signal);
      expect(await factOf(lab, 'kept')).toMatchObject({ made: { restart: { name: 'no' } } });
      await lab.engine.reinstate(id, lab.name('a'), { name: 'unless-stopped', retries: 0 }, signal);
      expect(await factOf(lab, 'a')).toMatchObject({
        id,
        state: 'created',
        made: { restart: { name: 'unless-stopped' } },
      });
      await lab.engine.start(id, signal);
      await lab.wait(2500);
      expect((await factOf(lab, 'a')).restartCount).toBeGreaterThan(0);
    },
  },
  {
    says: 'a container can be reinstated under the name that it has; a missing one cannot',
    async run(lab) {
      const id = await create(lab, 'a', FOREVER);
      await lab.policyByHand(lab.name('a'), 'no');
      await lab.engine.reinstate(id, null, { name: 'unless-stopped', retries: 0 }, signal);
      expect(await factOf(lab, 'a')).toMatchObject({ id, made: { restart: { name: 'unless-stopped' } } });
      expect(
        await refusal(lab.engine.reinstate(lab.name('b'), null, { name: 'unless-stopped', retries: 0 }, signal)),
      ).toMatch(/\(HTTP 404\)/);
    },
  },
  {
    says: 'a container is not reinstated to a name that is taken, and keeps its own',
    async run(lab) {
      await create(lab, 'a', FOREVER);
      const id = await create(lab, 'b', FOREVER);
      expect(
        await refusal(lab.engine.reinstate(id, lab.name('a'), { name: 'unless-stopped', retries: 0 }, signal)),
      ).toContain('name/taken');
      expect((await factOf(lab, 'b')).id).toBe(id);
    },
  },
  {
    says: 'a container is not retired to a name that is taken',
    async run(lab) {
      await create(lab, 'a', FOREVER);
      const id = await create(lab, 'b', FOREVER);
      expect(await refusal(lab.engine.retire(id, lab.name('a'), signal))).toContain('name/taken');
      expect((await factOf(lab, 'b')).id).toBe(id);
    },
  },
];
