import { expect, test } from 'vitest';
import { chooseTargets } from '../../../../build/package/targets.ts';

test('without downloads, what can be made is made, and what needs them is named', () => {
  const { targets, ...more } = chooseTargets([], false);
  expect(targets).toEqual(['dir', 'tar.gz', 'deb']);
  expect(JSON.stringify(more)).toContain('Left out, since their tools are downloads, too: rpm, AppImage');
});

test('a target that needs a download is refused without one, by its name, before anything is made', () => {
  expect(chooseTargets(['deb', 'rpm'], false)).toMatchObject({ targets: null, why: expect.stringMatching(/^rpm: /) });
  expect(chooseTargets(['AppImage'], false)).toMatchObject({ why: expect.stringMatching(/^AppImage: .*downloads/) });
  expect(chooseTargets(['deb'], false)).toMatchObject({ targets: ['deb'] });
});

test('with downloads, all that is for Linux is made, and nothing is said', () => {
  expect(chooseTargets([], true)).toEqual({ targets: ['deb', 'rpm', 'AppImage', 'tar.gz'], note: null });
  expect(chooseTargets(['dir'], true)).toEqual({ targets: ['dir'], note: null });
});

test('an unknown target is refused with those that there are', () => {
  expect(chooseTargets(['flatpak'], true)).toMatchObject({
    why: 'unknown target: flatpak. There are dir, deb, rpm, AppImage, tar.gz, and by itself npm.',
  });
});
