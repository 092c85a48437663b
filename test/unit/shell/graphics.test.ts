import { expect, test } from 'vitest';
import { drawWithoutGpu, useGtk3 } from '../../../electron/shell/graphics.ts';

/** An app that notes what it is told. */
function noting() {
  const done: string[] = [];
  const app = {
    disableHardwareAcceleration: () => void done.push('no acceleration'),
    commandLine: {
      appendArgument: () => undefined,
      appendSwitch: (name: string, value?: string) => void done.push(value === undefined ? name : `${name}=${value}`),
      getSwitchValue: () => '',
      hasSwitch: () => false,
      removeSwitch: () => undefined,
    },
  };
  return { app, done };
}

test('Chromium is kept off the graphics cards, also for video and by its software renderer', () => {
  const { app, done } = noting();
  drawWithoutGpu(app);
  expect(done).toEqual(['no acceleration', 'disable-software-rasterizer', 'disable-accelerated-video-decode']);
});

test('Electron is asked for GTK 3', () => {
  const { app, done } = noting();
  useGtk3(app);
  expect(done).toEqual(['gtk-version=3']);
});
