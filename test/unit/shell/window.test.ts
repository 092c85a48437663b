import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { screen } from '../../doubles/electron-window.ts';
import { closed, MINUTE, opened, SECOND, settled } from '../../doubles/main-window.ts';

vi.mock('electron', async () => (await import('../../doubles/electron-window.ts')).electron);
vi.mock('../../../electron/shell/text-menu.ts', () => ({ offerTextMenu: async () => undefined }));

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const place = { x: 120, y: 90, width: 760, height: 560 };

test('a window that was left maximised is maximised again, and has its former size below', async () => {
  const { window, left } = await opened({ ...place, maximised: true });
  expect([window.maximised, window.bounds, window.sent]).toEqual([true, place, []]);
  expect(left()).toEqual({ ...place, maximised: true });
});

test('one that was not, or whose place was kept by an older version, is not', async () => {
  for (const kept of [{ ...place, maximised: false }, place, null]) {
    const { window, left } = await opened(kept);
    expect(window.maximised).toBe(false);
    window.maximize();
    expect(left()?.maximised).toBe(true);
  }
});

test('after it is closed the next one is loaded, hidden, and opens at once', async () => {
  const { main, next, windows: made, told } = await closed();
  expect([next.visible, main.browserWindow, told.at(-1)]).toEqual([false, null, 'closed']);
  main.push('navigate', 'logs');
  main.open();
  await settled();
  expect([next.visible, next.sent, made().length]).toEqual([true, ['jenkins-tray:navigate', 'jenkins-tray:shown'], 2]);
  expect(main.browserWindow).toBe(next);
  await vi.advanceTimersByTimeAsync(SECOND);
  expect(told.at(-1)).toBe('shown');
});

test('the next one has the place and size of the one before, and is maximised only when it opens', async () => {
  const { main, next } = await closed({ ...place, maximised: true });
  expect([next.bounds, next.maximised, next.visible]).toEqual([place, false, false]);
  main.open();
  await settled();
  expect([next.maximised, next.visible]).toEqual([true, true]);
});

test('it comes into sight where its screen has gone meanwhile', async () => {
  const { main, next } = await closed({ ...place, x: 1800 });
  screen.width = 1280;
  main.open();
  await settled();
  screen.width = 1920;
  expect(next.bounds).toEqual({ ...place, x: 510, y: 220 });
});

test('it is kept for five minutes, and an open one for ever', async () => {
  const unused = await closed();
  await vi.advanceTimersByTimeAsync(5 * MINUTE);
  expect([unused.next.isThere, unused.told.at(-1)]).toEqual([false, 'closed']);
  unused.main.open();
  expect(unused.windows()).toHaveLength(3);
  expect(unused.told.filter((it) => it === 'closed')).toEqual(['closed']);
  const used = await closed();
  used.main.open();
  await vi.advanceTimersByTimeAsync(60 * MINUTE);
  expect([used.next.isThere, used.windows().length]).toEqual([true, 2]);
});

test('opened again before the next one is there, another is made, and it stays', async () => {
  const { main, window, windows: made } = await opened(null);
  window.close();
  await vi.advanceTimersByTimeAsync(SECOND);
  main.open();
  await vi.advanceTimersByTimeAsync(60 * MINUTE);
  expect(made().map(({ isThere, visible }) => [isThere, visible])).toEqual([
    [false, false],
    [true, true],
  ]);
});

test('one that crashes unseen is not opened, and does not count as closed', async () => {
  const { main, next, told, windows: made } = await closed();
  next.webContents.emit('render-process-gone', {}, { reason: 'oom' });
  await vi.advanceTimersByTimeAsync(60 * MINUTE);
  expect([next.isThere, made().length, told.slice(-2)]).toEqual([false, 2, ['closed', 'crashed']]);
  main.open();
  await settled();
  expect(made()[2]?.visible).toBe(true);
});

test('where closing quits there is no next one, and the window stays', async () => {
  const { window, windows: made, told } = await opened(null, { closingQuits: true });
  window.close();
  await vi.advanceTimersByTimeAsync(60 * MINUTE);
  expect([made().length, window.isThere, told]).toEqual([1, true, ['quit', 'shown']]);
});

test('none is made while something goes on', async () => {
  const { window, windows: made } = await opened(null, { busy: true });
  window.close();
  await vi.advanceTimersByTimeAsync(MINUTE);
  expect(made()).toHaveLength(1);
});

test('it is let go of when something else is to be shown, and an open one is not', async () => {
  const { main, next, windows: made } = await closed();
  main.letGo();
  expect(next.isThere).toBe(false);
  main.open();
  await settled();
  main.letGo();
  expect([made().length, made()[2]?.isThere]).toEqual([3, true]);
});

test('two clicks on the cross close it once, and what is opened then stays', async () => {
  for (const pause of [1, 3, 60]) {
    const { main, window, windows: made, told } = await opened(null);
    window.close();
    window.close();
    await vi.advanceTimersByTimeAsync(pause * SECOND);
    main.open();
    await vi.advanceTimersByTimeAsync(60 * MINUTE);
    expect([made().length, made()[1]?.isThere, told.filter((it) => it === 'closed').length]).toEqual([2, true, 1]);
  }
});

test('closed before it has a frame, it is not shown any more', async () => {
  screen.draws = false;
  const { window } = await opened(null);
  screen.draws = true;
  window.close();
  await vi.advanceTimersByTimeAsync(SECOND);
  expect(window.visible).toBe(false);
});

test('no window stays when the app ends, and the place of one that is hidden is not stored', async () => {
  const hidden = await closed({ ...place, maximised: true });
  await hidden.main.close();
  await vi.advanceTimersByTimeAsync(60 * MINUTE);
  expect([hidden.next.isThere, hidden.windows().length]).toEqual([false, 2]);
  expect(hidden.place()).toEqual({ ...place, maximised: true });
  const soon = await opened(null);
  const ended = soon.main.close();
  soon.window.close();
  await ended;
  await vi.advanceTimersByTimeAsync(60 * MINUTE);
  expect(soon.windows()).toHaveLength(1);
});

test('it is shown soon after its page is there, too, where a hidden window draws no frame', async () => {
  screen.draws = false;
  const { window } = await opened(null);
  screen.draws = true;
  expect(window.visible).toBe(false);
  await vi.advanceTimersByTimeAsync(SECOND);
  expect(window.visible).toBe(true);
});

test('a dialog opens the window that it belongs to, and waits until it is shown', async () => {
  const { main, windows: made, next } = await closed();
  const owner = main.forDialog();
  await settled();
  expect([await owner, next.visible]).toEqual([next, true]);
  expect(await main.forDialog()).toBe(next);
  expect(made()).toHaveLength(2);
});

test('a dialog does not wait for ever where the window crashes or its page never comes', async () => {
  const { main, windows: made } = await opened(null);
  made()[0]?.destroy();
  screen.loads = false;
  const stuck = main.forDialog();
  await vi.advanceTimersByTimeAsync(6 * SECOND);
  expect(await stuck).toBe(null);
  const crashed = main.forDialog();
  for (let times = 0; times < 5; times += 1)
    made().at(-1)?.webContents.emit('render-process-gone', {}, { reason: 'oom' });
  screen.loads = true;
  await settled();
  expect([await crashed, main.isOpen]).toEqual([null, false]);
});

test('a window that was not seen yet does not change the place that is stored', async () => {
  screen.draws = false;
  const { main, place: stored } = await opened({ ...place, maximised: true });
  screen.draws = true;
  await main.close();
  expect(stored()).toEqual({ ...place, maximised: true });
});
