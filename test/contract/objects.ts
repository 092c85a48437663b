import { expect } from 'vitest';
import { BUILT, type ContractLab, create, FOREVER, factOf, refusal, type Statement, signal, volume } from './lab.ts';

const build = (lab: ContractLab, labels: Readonly<Record<string, string>>): Promise<void> =>
  lab.engine.buildImage(
    {
      ...{ reference: lab.name('image'), role: 'jenkins', context: lab.context, overlay: {} },
      ...{ buildArgs: {}, base: lab.image, labels: { [BUILT]: 'yes', ...labels } },
    },
    () => undefined,
    signal,
  );
const image = async (lab: ContractLab) => (await lab.engine.imagesNamed([lab.name('image')], signal))[0];

/** Runs a script in a one-shot container. */
const oneShot = (lab: ContractLab, script: string, from = lab.image) =>
  lab.engine.runOneShot(
    {
      ...{ name: lab.name('once'), image: from, command: ['sh', '-c', script], user: '0' },
      ...{ binds: [], gpus: false, labels: {} },
    },
    signal,
  );

/** Volumes, images, one-shot containers, logs and events. */
export const objectStatements: readonly Statement[] = [
  {
    says: 'a missing network, volume or image is removed without a failure',
    async run({ engine, name }) {
      await engine.removeNetwork(name('net'), signal);
      await engine.removeVolume(name('data'), signal);
      await engine.removeImage(name('image'), signal);
    },
  },
  {
    says: 'a volume that is there already stays as it is',
    async run(lab) {
      const name = lab.name('data');
      await lab.engine.createVolume({ name, labels: { word: 'first' } }, signal);
      await lab.engine.createVolume({ name, labels: { word: 'second' } }, signal);
      expect(await lab.engine.volumesNamed([name], signal)).toEqual([{ name, id: name, labels: { word: 'first' } }]);
    },
  },
  {
    says: 'a volume has a driver, and a folder of its own',
    async run(lab) {
      const name = lab.name('data');
      expect(await lab.engine.volume(name, signal)).toBeNull();
      await lab.engine.createVolume({ name, labels: { word: 'yes' } }, signal);
      const fact = await lab.engine.volume(name, signal);
      expect(fact).toMatchObject({ name, driver: 'local', options: {}, labels: { word: 'yes' } });
      expect(fact?.mountpoint).toMatch(new RegExp(`^/.*/volumes/${name}/_data$`));
      expect(await lab.engine.localVolumes(signal)).toContainEqual(fact);
    },
  },
  {
    says: 'a volume of a container is not removed, though that one does not run: 409',
    async run(lab) {
      const id = await create(lab, 'a', FOREVER, { mounts: [volume(lab.name('data'))] });
      const said = await refusal(lab.engine.removeVolume(lab.name('data'), signal));
      expect(said).toMatch(/volume is in use.*\(HTTP 409\)/);
      expect(said).toContain(id.slice(0, 12));
    },
  },
  {
    says: 'a volume is removed once its container is',
    async run(lab) {
      const id = await create(lab, 'a', FOREVER, { mounts: [volume(lab.name('data'))] });
      await lab.engine.removeContainer(id, signal);
      await lab.engine.removeVolume(lab.name('data'), signal);
      expect(await lab.engine.volumesNamed([lab.name('data')], signal)).toEqual([]);
    },
  },
  {
    says: 'an image is built with its labels and found by its reference',
    async run(lab) {
      expect(await image(lab)).toBeUndefined();
      await build(lab, { word: 'yes' });
      expect(await image(lab)).toMatchObject({ name: lab.name('image'), labels: { word: 'yes' } });
    },
  },
  {
    says: 'a container inherits the labels of its image; its own come first',
    async run(lab) {
      await build(lab, { word: 'image', other: 'image' });
      await create(lab, 'a', FOREVER, { image: lab.name('image'), labels: { word: 'own' } });
      expect((await factOf(lab, 'a')).labels).toMatchObject({ word: 'own', other: 'image' });
    },
  },
  {
    says: 'a new image takes the name; a container keeps the old one',
    async run(lab) {
      await build(lab, { word: 'old' });
      await create(lab, 'a', FOREVER, { image: lab.name('image') });
      const { imageId } = await factOf(lab, 'a');
      await build(lab, { word: 'new' });
      expect(await image(lab)).toMatchObject({ labels: { word: 'new' } });
      expect((await factOf(lab, 'a')).imageId).toBe(imageId);
      expect((await image(lab))?.id).not.toBe(imageId);
    },
  },
  {
    says: 'an image that a container uses is not removed: 409',
    async run(lab) {
      await build(lab, { word: 'used' });
      await create(lab, 'a', FOREVER, { image: lab.name('image') });
      expect(await refusal(lab.engine.removeImage(lab.name('image'), signal))).toMatch(/conflict: .*\(HTTP 409\)/);
      expect(await image(lab)).toBeDefined();
    },
  },
  {
    says: 'a name with a tag leaves the image that has the name without one',
    async run(lab) {
      await build(lab, { word: 'kept' });
      const old = (await image(lab))?.id ?? '';
      const kept = `${lab.name('image')}:kept-1`;
      await lab.engine.tagImage(old, kept, signal);
      await build(lab, { word: 'instead' });
      expect((await image(lab))?.id).not.toBe(old);
      expect((await lab.engine.imagesNamed([kept], signal))[0]?.id).toBe(old);
      const labelled = await lab.engine.imagesLabelled('word=kept', signal);
      expect(labelled).toMatchObject([{ id: old, names: [kept], labels: { word: 'kept' } }]);
      await lab.engine.removeImage(kept, signal);
      expect(await lab.engine.imagesLabelled('word=kept', signal)).toEqual([]);
    },
  },
  {
    says: 'an unused image is removed',
    async run(lab) {
      await build(lab, { word: 'unused' });
      await lab.engine.removeImage(lab.name('image'), signal);
      expect(await image(lab)).toBeUndefined();
    },
  },
  {
    says: 'a one-shot container returns exit code, output and errors, and is gone',
    async run(lab) {
      const ran = await oneShot(lab, 'echo out; echo err >&2; exit 6');
      expect(ran).toEqual({ exitCode: 6, stdout: 'out\n', stderr: 'err\n' });
      expect(await lab.engine.containersNamed([lab.name('once')], signal)).toEqual([]);
    },
  },
  {
    says: 'a one-shot container of a missing image fails, and leaves nothing',
    async run(lab) {
      expect(await refusal(oneShot(lab, 'true', lab.name('no-image')))).toMatch(/No such image.*\(HTTP 404\)/);
      expect(await lab.engine.containersNamed([lab.name('once')], signal)).toEqual([]);
    },
  },
  {
    says: 'a one-shot container whose name is taken fails, and leaves the other alone',
    async run(lab) {
      const id = await create(lab, 'once', FOREVER);
      expect(await refusal(oneShot(lab, 'true'))).toContain('name/taken');
      expect((await factOf(lab, 'once')).id).toBe(id);
    },
  },
];
