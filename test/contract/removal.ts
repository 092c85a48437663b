import { expect } from 'vitest';
import { begin, create, FOREVER, factOf, refusal, type Statement, signal, untilState, volume } from './lab.ts';

/** What is removed, and what is not. */
export const removalStatements: readonly Statement[] = [
  {
    says: 'a running container is not removed: 409',
    async run(lab) {
      const id = await begin(lab, 'a', FOREVER);
      expect(await refusal(lab.engine.removeContainer(id, signal))).toMatch(
        /(?:container is running|running container).*\(HTTP 409\)/,
      );
      expect((await factOf(lab, 'a')).state).toBe('running');
    },
  },
  {
    says: 'a paused container is not removed: 409',
    async run(lab) {
      const id = await begin(lab, 'a', FOREVER);
      await lab.byHand('pause', lab.name('a'));
      expect(await refusal(lab.engine.removeContainer(id, signal))).toMatch(
        /(?:container is paused|paused container).*\(HTTP 409\)/,
      );
      await lab.byHand('unpause', lab.name('a'));
    },
  },
  {
    says: 'a restarting container is not removed: 409',
    async run(lab) {
      const id = await begin(lab, 'a', 'exit 1');
      await lab.wait(2000);
      // By the time of the request it may run again; each pause is twice as long as the one before.
      let said = 'running';
      for (let tries = 0; tries < 8 && !said.includes('restarting'); tries += 1) {
        await untilState(lab, 'a', 'restarting');
        said = await refusal(lab.engine.removeContainer(id, signal));
      }
      expect(said).toMatch(/restarting.*\(HTTP 409\)/);
    },
  },
  {
    says: 'a stopped container is removed, and its name is free again',
    async run(lab) {
      const id = await begin(lab, 'a', FOREVER);
      await lab.engine.stop(id, 5, signal);
      await lab.engine.removeContainer(id, signal);
      expect(await create(lab, 'a', FOREVER)).not.toBe(id);
    },
  },
  {
    says: 'a removed container leaves its named volume',
    async run(lab) {
      const id = await create(lab, 'a', FOREVER, { mounts: [volume(lab.name('data'))] });
      await lab.engine.removeContainer(id, signal);
      expect(await lab.engine.volumesNamed([lab.name('data')], signal)).toHaveLength(1);
    },
  },
];
