import type { Place } from './picture.ts';
import { beginScreen } from './screen.ts';
import { runAsync } from './shell.ts';
import { stage } from './stage.ts';
import { until } from './until.ts';

/** A display of its own whose tray, `trayer`, knows XEmbed only; its session bus has no StatusNotifier host. */
export async function xembedDesktop() {
  const lab = stage('xembed');
  const { bus } = await beginScreen(lab).catch(async (thrown: unknown) => {
    await lab.close();
    throw thrown;
  });
  const x = async (...args: readonly string[]): Promise<string> =>
    (await runAsync('xdotool', args, { env: lab.env })).stdout.trim();
  /** Icons, open menus and windows of the app: the only Electron on this display. */
  const visible = async (): Promise<readonly string[]> =>
    (await x('search', '--onlyvisible', '--class', '^(electron|jenkins-tray)$')).split('\n').filter(Boolean);
  const trays = (): Promise<string> => x('search', '--onlyvisible', '--class', 'trayer');
  const placeOf = async (window: string): Promise<Place | null> => {
    const of = Object.fromEntries(
      (await x('getwindowgeometry', '--shell', window)).split('\n').map((line) => line.split('=')),
    );
    const [at, y, size] = [Number(of.X), Number(of.Y), Number(of.WIDTH)];
    return Number(of.HEIGHT) <= 32 && size <= 32 ? { x: at, y, size } : null;
  };
  /** The icons that are shown now. */
  const icons = async (): Promise<readonly Place[]> =>
    (await Promise.all((await visible()).map(placeOf))).flatMap((place) => place ?? []);
  return {
    bus,
    env: { ...lab.env },
    icons,
    /** Waits until there is exactly this number of icons. */
    has: (count: number) => until(`${count} icons`, async () => (await icons()).length === count, 30_000),
    async begin() {
      lab.begin('tray', 'trayer', ['--edge', 'top', '--width', '20']);
      await until('the tray', trays);
    },
    /** Ends the tray as a crash does. */
    async crash() {
      const [window = ''] = (await trays()).split('\n');
      process.kill(Number(await x('getwindowpid', window)), 'SIGKILL');
      await until('the end of the tray', async () => (await trays()) === '');
    },
    async press(button: 1 | 3) {
      const [icon] = await icons();
      if (icon === undefined) throw new Error('There is no icon to press.');
      const [left, top] = [icon.x, icon.y].map((edge) => String(Math.round(edge + icon.size / 2)));
      await x('mousemove', left ?? '', top ?? '', 'click', String(button));
    },
    /** The number of icons, open menus and windows. */
    windows: async (): Promise<number> => (await visible()).length,
    key: (...names: readonly string[]) => x('key', '--delay', '50', ...names),
    screenshot: (path: string) => runAsync('import', ['-window', 'root', path], { env: lab.env }),
    close: () => lab.close(),
  };
}
