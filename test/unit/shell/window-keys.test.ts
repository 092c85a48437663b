import { expect, test } from 'vitest';
import { windowKey, zoom } from '../../../electron/shell/window-keys.ts';

const press = (key: string, code: string, more: Partial<Parameters<typeof windowKey>[0]> = {}) =>
  windowKey({ type: 'keyDown', key, code, control: true, meta: false, alt: false, shift: false, ...more }, false);

test.each([
  ['q', 'KeyQ', 'quit'],
  ['Q', 'KeyQ', 'quit'],
  ['w', 'KeyW', 'close'],
  ['+', 'BracketRight', 'zoom-in'],
  ['=', 'Equal', 'zoom-in'],
  ['+', 'NumpadAdd', 'zoom-in'],
  ['-', 'Slash', 'zoom-out'],
  ['0', 'Digit0', 'zoom-reset'],
  ['à', 'Digit0', 'zoom-reset'],
  ['й', 'KeyQ', 'quit'],
  ['ς', 'KeyW', 'close'],
])('Ctrl+%s (%s) asks to %s', (key, code, wanted) => {
  expect(press(key, code)).toBe(wanted);
});

test('other keys are the page’s', () => {
  expect(press('q', 'KeyQ', { control: false })).toBeNull();
  expect(press('q', 'KeyQ', { alt: true })).toBeNull();
  expect(press('q', 'KeyQ', { meta: true })).toBeNull();
  expect(press('q', 'KeyQ', { type: 'keyUp' })).toBeNull();
  expect(press('1', 'Digit1')).toBeNull();
  expect(press('c', 'KeyC')).toBeNull();
  // French and bépo: a Latin letter where a US keyboard has Q or W.
  expect(press('a', 'KeyQ')).toBeNull();
  expect(press('é', 'KeyW')).toBeNull();
  expect(press('с', 'KeyC')).toBeNull();
});

test('on macOS the command key counts', () => {
  const input = {
    type: 'keyDown',
    key: 'w',
    code: 'KeyW',
    control: false,
    meta: true,
    alt: false,
    shift: false,
  } as const;
  expect(windowKey(input, true)).toBe('close');
  expect(windowKey({ ...input, meta: false, control: true }, true)).toBeNull();
});

test('zoom has steps and limits', () => {
  const contents = { zoomLevel: 0 };
  for (let times = 0; times < 20; times += 1) zoom(contents, 'zoom-in');
  expect(contents.zoomLevel).toBe(4);
  zoom(contents, 'zoom-reset');
  expect(contents.zoomLevel).toBe(0);
  for (let times = 0; times < 20; times += 1) zoom(contents, 'zoom-out');
  expect(contents.zoomLevel).toBe(-2);
});
