import { expect, test } from 'vitest';
import { drawWithoutGpu } from '../../../electron/shell/graphics.ts';

test('Chromium is kept off the graphics cards, also for video and by its software renderer', () => {
  const done: string[] = [];
  drawWithoutGpu({
    disableHardwareAcceleration: () => void done.push('no acceleration'),
    commandLine: {
      appendArgument: () => undefined,
      appendSwitch: (name) => void done.push(name),
      getSwitchValue: () => '',
      hasSwitch: () => false,
      removeSwitch: () => undefined,
    },
  });
  expect(done).toEqual(['no acceleration', 'disable-software-rasterizer', 'disable-accelerated-video-decode']);
});
