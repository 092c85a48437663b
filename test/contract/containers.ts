import { expect } from 'vitest';
import { begin, create, FOREVER, factOf, folder, refusal, type Statement, signal, untilState, volume } from './lab.ts';

/** How containers come to be, by which names and ids they are found, and what is listed. */
export const containerStatements: readonly Statement[] = [
  {
    says: 'a new container is created, with its labels, and does not run',
    async run(lab) {
      const id = await create(lab, 'a', FOREVER, { labels: { 'contract.word': 'yes' } });
      expect(await factOf(lab, 'a')).toMatchObject({ id, state: 'created', exitCode: null, image: lab.image });
      expect((await factOf(lab, 'a')).labels['contract.word']).toBe('yes');
    },
  },
  {
    says: 'a name is unique: a second container of it is a conflict',
    async run(lab) {
      const id = await create(lab, 'a', FOREVER);
      const said = await refusal(create(lab, 'a', FOREVER));
      expect(said).toContain(`name/taken: Conflict. The container name "/${lab.name('a')}" is already in use`);
      expect(said).toContain(id.slice(0, 12));
    },
  },
  {
    says: 'a container is found by its exact name, not by its beginning',
    async run(lab) {
      await create(lab, 'a-long', FOREVER);
      expect(await lab.engine.containersNamed([lab.name('a')], signal)).toEqual([]);
      const found = await lab.engine.containersNamed([lab.name('a-long'), lab.name('a')], signal);
      expect(found.map(({ name }) => name)).toEqual([lab.name('a-long')]);
    },
  },
  {
    says: 'around a name are its container, whole, and those whose names continue it with a dot, as listed; none else',
    async run(lab) {
      for (const what of ['a', 'a.new', 'a.old.1', 'a-long', 'b.new']) await create(lab, what, FOREVER);
      const found = await lab.engine.containersAround([lab.name('a'), lab.name('b')], signal);
      expect(found.map(({ name, made }) => `${name} ${made === null ? 'listed' : 'whole'}`).sort()).toEqual(
        ['a whole', 'a.new listed', 'a.old.1 listed', 'b.new listed'].map((text) => lab.name(text)).sort(),
      );
    },
  },
  {
    says: 'a container is started by its id as well',
    async run(lab) {
      await lab.engine.start(await create(lab, 'a', FOREVER), signal);
      expect((await factOf(lab, 'a')).state).toBe('running');
    },
  },
  {
    says: 'of two containers the later one is newer',
    async run(lab) {
      await create(lab, 'a', FOREVER);
      await lab.wait(20);
      await create(lab, 'b', FOREVER);
      expect((await factOf(lab, 'b')).createdAt).toBeGreaterThan((await factOf(lab, 'a')).createdAt);
    },
  },
  {
    says: 'an image that is missing is named',
    async run(lab) {
      const said = await refusal(create(lab, 'a', FOREVER, { image: lab.name('no-image') }));
      expect(said).toContain(`No such image: ${lab.name('no-image')}:latest (HTTP 404)`);
    },
  },
  {
    says: 'a folder to mount must be there',
    async run(lab) {
      const said = await refusal(create(lab, 'a', FOREVER, { mounts: [folder('/no/such/folder')] }));
      expect(said).toContain('bind source path does not exist: /no/such/folder');
      expect(await lab.engine.containersNamed([lab.name('a')], signal)).toEqual([]);
    },
  },
  {
    says: 'a volume to mount is created if it is missing',
    async run(lab) {
      await create(lab, 'a', FOREVER, { mounts: [volume(lab.name('data'))] });
      expect(await lab.engine.volumesNamed([lab.name('data')], signal)).toHaveLength(1);
      expect((await factOf(lab, 'a')).mounts).toMatchObject([
        { source: lab.name('data'), target: '/data', mountpoint: expect.stringMatching(/^\/.*\/_data$/) },
      ]);
    },
  },
  {
    says: 'a missing container cannot be started: 404',
    run: async (lab) =>
      expect(await refusal(lab.engine.start(lab.name('a'), signal))).toContain(
        `No such container: ${lab.name('a')} (HTTP 404)`,
      ),
  },
  {
    says: 'inspecting a missing container fails',
    run: async (lab) => expect(await refusal(factOf(lab, 'a'))).not.toBe('none'),
  },
  {
    says: 'containers are found by a label, in any state, and only those',
    async run(lab) {
      const labels = { 'contract.group': lab.name('group') };
      await create(lab, 'made', FOREVER, { labels });
      const id = await begin(lab, 'runs', FOREVER, { labels });
      await begin(lab, 'other', FOREVER);
      await lab.engine.stop(id, 5, signal);
      const found = await lab.engine.containersLabelled(`contract.group=${lab.name('group')}`, signal);
      expect(found.map(({ name, state }) => `${name} ${state}`).sort()).toEqual(
        [`${lab.name('made')} created`, `${lab.name('runs')} exited`].sort(),
      );
    },
  },
  {
    says: 'restarts by the policy are counted, the time of the last start moves, and a start begins at none',
    async run(lab) {
      const id = await create(lab, 'a', 'exit 1');
      expect(await factOf(lab, 'a')).toMatchObject({ restartCount: 0, startedAt: null, endedAt: null });
      await lab.engine.start(id, signal);
      const first = (await factOf(lab, 'a')).startedAt ?? 0;
      await lab.wait(2500);
      await untilState(lab, 'a', 'restarting');
      const looping = await factOf(lab, 'a');
      expect(looping.restartCount).toBeGreaterThan(1);
      expect(looping.startedAt).toBeGreaterThan(first);
      expect(looping.endedAt).toBeGreaterThan(first);
      await lab.engine.stop(id, 1, signal);
      await lab.engine.start(id, signal);
      expect((await factOf(lab, 'a')).restartCount).toBeLessThan(looping.restartCount ?? 0);
      await lab.engine.stop(id, 1, signal);
    },
  },
  {
    says: 'what runs, is paused or restarts is listed as running; the rest is not',
    async run(lab) {
      for (const what of ['runs', 'paused']) await begin(lab, what, FOREVER);
      await lab.byHand('pause', lab.name('paused'));
      await begin(lab, 'restarts', 'exit 1');
      await create(lab, 'created', FOREVER);
      await lab.wait(2000);
      await untilState(lab, 'restarts', 'restarting');
      const mine = ['runs', 'paused', 'restarts', 'created'].map(lab.name);
      const listed = (await lab.engine.runningContainers(signal)).filter(({ name }) => mine.includes(name));
      const states = Object.fromEntries(listed.map(({ name, state }) => [name, state]));
      expect(Object.keys(states).sort()).toEqual(['paused', 'restarts', 'runs'].map(lab.name).sort());
      expect(states[lab.name('paused')]).toBe('paused');
      await lab.byHand('unpause', lab.name('paused'));
    },
  },
  {
    says: 'a call whose signal is aborted already is not made',
    async run(lab) {
      const id = await create(lab, 'a', FOREVER);
      await expect(lab.engine.start(id, AbortSignal.abort(new Error('given up')))).rejects.toThrow('given up');
      expect((await factOf(lab, 'a')).state).toBe('created');
    },
  },
];
