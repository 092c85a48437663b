import { expect, test } from 'vitest';
import { provideImage } from '../../../../electron/core/execute/provide-image.ts';
import { names, settings, stack } from '../../../doubles/situation.ts';
import { fakeWorld } from '../../../doubles/world.ts';

/** What is asked of the engine to provide the image of DinD's Jenkins. */
async function provided(twin: string | null, update: number | null, also: readonly string[] = [], keepsBase = false) {
  const calls: string[] = [];
  const world = fakeWorld({
    engine: {
      async buildImage({ reference, renews, labels }) {
        const built = Object.keys(labels).find((key) => labels[key] === String(update));
        calls.push(`build ${reference}${renews === true ? ' anew' : ''}${built === undefined ? '' : ` for ${update}`}`);
      },
      async tagImage(source, name) {
        calls.push(`tag ${source} ${name}`);
      },
    },
  });
  const [spec] = stack('dood').images;
  if (spec === undefined) throw new Error('The stack has no image.');
  const run = { world, settings: settings(), names, version: '1', output: () => undefined };
  const cause = { object: '', current: '', desired: '' };
  await provideImage(
    { kind: 'build-image', spec, twin, also, update, keepsBase, cause },
    run,
    new AbortController().signal,
  );
  return calls;
}

test('an image is built, or only named where there is one like it, and named for the other modes', async () => {
  expect(await provided(null, null)).toEqual(['build jenkins-dood-image']);
  expect(await provided('jenkins-image', null)).toEqual(['tag jenkins-image jenkins-dood-image']);
  expect(await provided(null, null, ['jenkins-image'])).toEqual([
    'build jenkins-dood-image',
    'tag jenkins-dood-image jenkins-image',
  ]);
});

test('an update builds anew, and says which update that was', async () => {
  expect(await provided(null, 1234)).toEqual(['build jenkins-dood-image anew for 1234']);
});

test('other plugins on the same base are built from what is here', async () => {
  expect(await provided(null, 1234, [], true)).toEqual(['build jenkins-dood-image for 1234']);
});

test('the list that an image is built from is kept, and without space for that it is built all the same', async () => {
  for (const keeps of [true, false]) {
    const kept: string[] = [];
    const world = fakeWorld({
      engine: { buildImage: async () => undefined },
      pluginLists: {
        async keep(name, text) {
          if (!keeps) throw new Error('no space');
          kept.push(`${name} ${text}`);
          return '';
        },
      },
    });
    const [spec] = stack('dood', { overlay: { 'plugins.txt': 'git\n' } }).images;
    if (spec === undefined) throw new Error('The stack has no image.');
    const run = { world, settings: settings(), names, version: '1', output: () => undefined };
    const cause = { object: '', current: '', desired: '' };
    const step = { kind: 'build-image', spec, twin: null, also: [], update: null, cause } as const;
    await provideImage(step, run, new AbortController().signal);
    expect(kept).toEqual(keeps ? ['plugins.txt git\n'] : []);
  }
});
