import { expect } from 'vitest';
import { begin, type ContractLab, create, FOREVER, type Given, refusal, type Statement, signal } from './lab.ts';

/** How often the engine reports a change while this is done. */
async function reports(lab: ContractLab, work: () => Promise<unknown>): Promise<number> {
  const closing = new AbortController();
  let times = 0;
  lab.engine.watch(() => {
    times += 1;
  }, closing.signal);
  await lab.wait(700);
  const before = times;
  await work();
  await lab.wait(300);
  closing.abort();
  return times - before;
}

const watched = (lab: ContractLab, given: Given = {}): Promise<string> => create(lab, 'watched', FOREVER, given);

/** What the engine reports: logs and events. */
export const reportStatements: readonly Statement[] = [
  {
    says: 'a log has output and errors, and its last lines on demand',
    async run(lab) {
      await begin(lab, 'a', `echo one; echo two; echo three; ${FOREVER}`);
      await lab.wait(500);
      expect(await lab.engine.logTail(lab.name('a'), 50, signal)).toEqual(['one', 'two', 'three']);
      expect(await lab.engine.logTail(lab.name('a'), 2, signal)).toEqual(['two', 'three']);
    },
  },
  {
    says: 'errors are in the log as well',
    async run(lab) {
      await begin(lab, 'a', `echo wrong >&2; ${FOREVER}`);
      await lab.wait(500);
      expect(await lab.engine.logTail(lab.name('a'), 50, signal)).toEqual(['wrong']);
    },
  },
  {
    says: 'a whole log is read up to now',
    async run(lab) {
      await begin(lab, 'a', `echo one; echo two; ${FOREVER}`);
      await lab.wait(500);
      const lines: string[] = [];
      await lab.engine.readLog(lab.name('a'), {}, (line) => lines.push(line), signal);
      expect(lines).toEqual(['one', 'two']);
    },
  },
  {
    says: 'of a log, its last lines or none are read, and blank ones are kept',
    async run(lab) {
      await begin(lab, 'a', `echo one; echo; echo three; ${FOREVER}`);
      await lab.wait(500);
      const read = async (tail: number): Promise<readonly string[]> => {
        const lines: string[] = [];
        await lab.engine.readLog(lab.name('a'), { tail }, (line) => lines.push(line), signal);
        return lines;
      };
      expect(await read(2)).toEqual(['', 'three']);
      expect(await read(0)).toEqual([]);
    },
  },
  {
    says: 'a container that never ran has an empty log',
    async run(lab) {
      await create(lab, 'a', FOREVER);
      expect(await lab.engine.logTail(lab.name('a'), 50, signal)).toEqual([]);
    },
  },
  {
    says: 'a missing container has no log: 404',
    run: async (lab) =>
      expect(await refusal(lab.engine.logTail(lab.name('a'), 50, signal))).toMatch(/No such container.*\(HTTP 404\)/),
  },
  {
    says: 'the creation of a watched container is reported',
    run: async (lab) => expect(await reports(lab, () => watched(lab))).toBeGreaterThan(0),
  },
  {
    says: 'the start of a watched container is reported',
    async run(lab) {
      const id = await watched(lab);
      expect(await reports(lab, () => lab.engine.start(id, signal))).toBeGreaterThan(0);
    },
  },
  {
    says: 'the end of a watched container that is killed is reported',
    async run(lab) {
      await lab.engine.start(await watched(lab), signal);
      expect(await reports(lab, () => lab.byHand('kill', lab.name('watched')))).toBeGreaterThan(0);
    },
  },
  {
    says: 'the removal of a watched container is reported',
    async run(lab) {
      const id = await watched(lab);
      expect(await reports(lab, () => lab.engine.removeContainer(id, signal))).toBeGreaterThan(0);
    },
  },
  {
    says: 'a container of another name is not reported',
    run: async (lab) => expect(await reports(lab, () => create(lab, 'other', FOREVER))).toBe(0),
  },
  {
    says: 'the creation of a watched network is reported',
    run: async (lab) =>
      expect(
        await reports(lab, () =>
          lab.engine.createNetwork({ name: lab.name('watched'), mtu: 1500, labels: {} }, signal),
        ),
      ).toBeGreaterThan(0),
  },
  {
    says: 'nothing is reported once the watch has ended',
    async run(lab) {
      let times = 0;
      const closing = new AbortController();
      lab.engine.watch(() => {
        times += 1;
      }, closing.signal);
      await lab.wait(300);
      closing.abort();
      await watched(lab);
      await lab.wait(300);
      expect(times).toBe(0);
    },
  },
];
