import { expect, test } from 'vitest';
import { images } from '../../../../electron/cli/commands/images.ts';
import { preparationHint } from '../../../../electron/cli/prepare-images.ts';
import { failureFrom, stage } from '../../../doubles/command.ts';
import { Machine } from '../../../doubles/model-engine/machine.ts';
import { names, owner } from '../../../doubles/situation.ts';

const labels = {
  'io.jenkins-tray.image.instance': 'default',
  'io.jenkins-tray.image.owner': owner.id,
  'io.jenkins-tray.image.role': 'jenkins',
  'io.jenkins-tray.jenkins': '2.528.3',
};
const KEPT = `${names.images.dood}:kept-2.528.3-0123456789ab`;

function lab(given: Parameters<typeof stage>[0] = {}) {
  const removed: string[] = [];
  const engine = {
    imagesLabelled: async () => [
      { id: 'sha256:01', names: [names.images.dood, names.images.dind], labels, bytes: 1e9, createdAt: 0 },
      { id: 'sha256:02', names: [KEPT], labels, bytes: 1e9, createdAt: 0 },
    ],
    removeImage: async (name: string) => void removed.push(name),
  };
  return { ...stage({ world: { engine }, ...given }), removed };
}

test('they are listed with what they are for', async () => {
  const { context, out } = lab();
  expect(await images(context, [])).toBe(0);
  expect(out()).toContain('for the next start');
  expect(out()).toMatch(/kept-2\.528\.3-0123456789ab +2\.528\.3 +954 MiB .* old$/m);
});

test('old ones are removed after a question that names them', async () => {
  const yes = lab({ answers: ['y'] });
  await images(yes.context, ['remove']);
  expect([yes.removed, yes.out()]).toEqual([[KEPT], expect.stringContaining(`Remove ${KEPT}`)]);
  const no = lab({ answers: [''] });
  expect((await failureFrom(images(no.context, ['remove']))).title).toBe('Nothing was done');
  const script = lab();
  expect(await failureFrom(images(script.context, ['remove', KEPT]))).toMatchObject({
    code: 'consent/needed',
    command: `jenkins-tray images remove ${KEPT} --yes`,
  });
  expect([...no.removed, ...script.removed]).toEqual([]);
});

test('what the next start uses stays, and other words are refused', async () => {
  const { context, removed } = lab({ options: { yes: true } });
  expect((await failureFrom(images(context, ['remove', names.images.dood]))).code).toBe('upgrade/image-in-use');
  expect((await failureFrom(images(context, ['delete']))).code).toBe('usage/invalid');
  expect(removed).toEqual([]);
});

test('preparing builds what the other mode lacks, and then nothing', async () => {
  const machine = await Machine.running('dood');
  const { world } = machine.process();
  const first = stage({ world });
  expect(await images(first.context, ['prepare'])).toBe(0);
  expect(first.out()).toContain('Step 1/1 : FROM base');
  expect(first.out()).toContain('Prepared: nvidia-dind-image');
  const again = stage({ world, options: { json: true } });
  await images(again.context, ['prepare', 'dind']);
  expect([JSON.parse(again.out()), machine.record]).toEqual([
    { prepared: [], taken: [], later: [] },
    ['build nvidia-dind-image'],
  ]);
  expect((await failureFrom(images(again.context, ['prepare', 'kubernetes']))).code).toBe('usage/invalid');
});

test('an image of somebody else is left alone, and the output says so', async () => {
  const machine = await Machine.running('dood');
  machine.engine.build('nvidia-dind-image', {});
  const { world } = machine.process();
  const { context, out } = stage({ world });
  expect(await images(context, ['prepare'])).toBe(0);
  expect(out()).toMatch(/Nothing was built\.\nLeft alone: nvidia-dind-image\./);
  expect([machine.record, await preparationHint(world, new AbortController().signal)]).toEqual([[], null]);
});

test('of an image that changes only with Jenkins the output does not say that it is there', async () => {
  const machine = await Machine.running('dind');
  machine.settings = { ...machine.settings, images: { ...machine.settings.images, jenkinsBase: 'other/jenkins:lts' } };
  const { context, out } = stage({ world: machine.process().world });
  expect(await images(context, ['prepare'])).toBe(0);
  expect([out(), machine.record]).toEqual([
    expect.stringMatching(/Nothing was built\.\nBuilt only together with a start of Jenkins: jenkins-dood-image\.$/),
    [],
  ]);
});

test('after a first start it is said how the first switch takes seconds, once and unless nobody wants to know', async () => {
  const hint = async (prepareOther: 'ask' | 'off', prepared: boolean) => {
    const machine = await Machine.running('dood');
    machine.settings = { ...machine.settings, images: { ...machine.settings.images, prepareOther } };
    const { world } = machine.process();
    if (prepared) await images(stage({ world, options: { quiet: true } }).context, ['prepare']);
    return preparationHint(world, new AbortController().signal);
  };
  expect(await hint('ask', false)).toContain('jenkins-tray images prepare');
  expect([await hint('off', false), await hint('ask', true)]).toEqual([null, null]);
});
