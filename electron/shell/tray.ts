import { join } from 'node:path';
import { app, Menu, type MenuItemConstructorOptions, nativeImage, Tray } from 'electron';
import type { TrayAction, TrayIcon, TrayItem, TrayModel } from '../core/desktop/tray-model.ts';

export interface TrayWorld {
  /** Folder of `tray-STATE.png` and `tray-STATE@2x.png`. */
  readonly icons: string;
  chosen(action: TrayAction): void;
  /** A left click. */
  clicked(): void;
}

/** Minimum time between two menus: a panel rebuilds each one, and short steps come in bursts. */
const MENU_INTERVAL_MS = 500;

/** After a choice: the menu of an XEmbed tray is GTK's, and must not be replaced before its click is over. */
const AFTER_CHOICE_MS = 20;

/** The icon with its menu. Publishes only changes, the first change of a burst immediately. */
export class TrayView {
  readonly #world: TrayWorld;
  readonly #tray: Tray;
  #model: TrayModel;
  /** The published items as text; empty if the panel may have changed a check mark itself. */
  #published = '';
  #cooldown: NodeJS.Timeout | null = null;

  constructor(model: TrayModel, world: TrayWorld) {
    this.#world = world;
    this.#model = model;
    this.#tray = new Tray(this.#image(model.icon));
    this.#tray.setTitle('Jenkins Tray');
    this.#tray.setToolTip(model.tooltip);
    this.#tray.on('click', () => world.clicked());
    this.#publish();
  }

  show(model: TrayModel): void {
    const before = this.#model;
    this.#model = model;
    if (model.icon !== before.icon) this.#tray.setImage(this.#image(model.icon));
    if (model.tooltip !== before.tooltip) this.#tray.setToolTip(model.tooltip);
    if (this.#cooldown === null) this.#publish();
  }

  close(): void {
    if (this.#cooldown !== null) clearTimeout(this.#cooldown);
    this.#tray.destroy();
  }

  #image(icon: TrayIcon) {
    return nativeImage.createFromPath(join(this.#world.icons, `tray-${icon}.png`));
  }

  #publish(): void {
    const items = JSON.stringify(this.#model.items);
    if (items === this.#published) return;
    this.#published = items;
    this.#tray.setContextMenu(Menu.buildFromTemplate(this.#model.items.map((item) => this.#template(item))));
    this.#rest(MENU_INTERVAL_MS);
  }

  /** Publishes what has changed, after so many ms. */
  #rest(ms: number): void {
    this.#cooldown = setTimeout(() => {
      this.#cooldown = null;
      this.#publish();
    }, ms);
  }

  #template(item: TrayItem): MenuItemConstructorOptions {
    if (item.kind === 'separator') return { type: 'separator' };
    // An ampersand would mark the next letter as a mnemonic.
    const label = item.label.replaceAll('&', '&&');
    if (item.kind === 'text') return { label, enabled: false };
    const click = (): void => {
      // The panel and Electron have already toggled the item; publish the real state again.
      if (item.kind !== 'action') this.#published = '';
      if (this.#cooldown === null) this.#rest(AFTER_CHOICE_MS);
      this.#world.chosen(item.action);
    };
    if (item.kind === 'action') return { label, enabled: item.enabled, click };
    const type = item.kind === 'radio' ? 'radio' : 'checkbox';
    return { label, type, checked: item.checked, enabled: item.enabled, click };
  }
}

/** The folder of the tray icons, both in a checkout and in a package. */
export const iconFolder = (): string => join(app.getAppPath(), 'assets', 'icons');
