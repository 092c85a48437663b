import type { Place } from './picture.ts';

/** A real desktop with the app's icon in its panel. */
export interface Desktop {
  readonly kind: 'xfce' | 'gnome';
  /** What the app must be started with to be on this desktop. */
  readonly env: Readonly<Record<string, string>>;
  readonly args: readonly string[];
  /** Gives the panel another colour; it begins dark. */
  paint(colour: PanelColour): Promise<void>;
  /** Writes what a user sees now. */
  screenshot(path: string): Promise<void>;
  /** Opens the icon's menu by a real click on the icon, which lies at `at`. */
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
