import type { Place } from './picture.ts';
import { until } from './until.ts';

/** A real desktop with the app's icon in its panel. */
export interface Desktop {
  readonly kind: 'xfce' | 'gnome';
  /** Environment for an app on this desktop. */
  readonly env: Readonly<Record<string, string>>;
  readonly args: readonly string[];
  /** Changes the panel's colour; it is dark at first. */
  paint(colour: PanelColour): Promise<void>;
  /** Takes a picture of what a user sees. */
  screenshot(path: string): Promise<void>;
  /** Opens the icon's menu by a real click on the icon at `at`. */
  openMenu(at: Place): Promise<void>;
  /** The labels of the open menu, as the desktop shows them. */
  menuLabels(): Promise<readonly string[]>;
  /** Chooses an item of the open menu by real input. */
  choose(label: string): Promise<void>;
  closeMenu(): Promise<void>;
  /** A left click on the icon. */
  click(at: Place): Promise<void>;
  close(): Promise<void>;
}

export const panelColours = ['dark', 'light'] as const;
type PanelColour = (typeof panelColours)[number];

/** How long a click may take to open a menu before it counts as lost. */
const CLICK_MS = 5000;

/**
 * Clicks until a menu is open: a click while the panel changes can get lost, and a person clicks again. The first click
 * comes before any look, since a tooltip under the pointer is a window like a menu.
 */
export async function clickUntilOpen(click: () => Promise<unknown>, isOpen: () => Promise<boolean>): Promise<void> {
  await click();
  await until('open menu', async () => {
    if (await until('open menu', isOpen, CLICK_MS).catch(() => false)) return true;
    await click();
    return false;
  });
}
