import { join } from 'node:path';
import { app, Menu, type MenuItemConstructorOptions, nativeImage, Tray } from 'electron';
import type { TrayAction, TrayIcon, TrayItem, TrayModel } from '../core/menu.ts';

export interface TrayPorts {
  /** Folder of `tray-STATE.png` and `tray-STATE@2x.png`. */
  readonly icons: string;
  chosen(action: TrayAction): void;
  /** A left click. */
  clicked(): void;
}

/** The icon with its menu. Publishes only what changed: each menu that is published is built anew by the panel. */
export class TrayView {
  readonly #ports: TrayPorts;
  readonly #tray: Tray;
  #shown: { icon: TrayIcon; tooltip: string; items: string };
  #open = false;
  #waiting: TrayModel | null = null;

  constructor(model: TrayModel, ports: TrayPorts) {
    this.#ports = ports;
    this.#tray = new Tray(this.#image(model.icon));
    this.#tray.setTitle('Jenkins Tray');
    this.#tray.setToolTip(model.tooltip);
    this.#tray.on('click', () => ports.clicked());
    this.#publish(model.items);
    this.#shown = { icon: model.icon, tooltip: model.tooltip, items: JSON.stringify(model.items) };
  }

  show(model: TrayModel): void {
    const items = JSON.stringify(model.items);
    if (model.icon !== this.#shown.icon) this.#tray.setImage(this.#image(model.icon));
    if (model.tooltip !== this.#shown.tooltip) this.#tray.setToolTip(model.tooltip);
    if (items !== this.#shown.items && this.#open) {
      // A menu that somebody reads is not exchanged under their pointer.
      this.#waiting = model;
      this.#shown = { ...this.#shown, icon: model.icon, tooltip: model.tooltip };
      return;
    }
    if (items !== this.#shown.items) this.#publish(model.items);
    this.#waiting = null;
    this.#shown = { icon: model.icon, tooltip: model.tooltip, items };
  }

  close(): void {
    this.#tray.destroy();
  }

  #image(icon: TrayIcon) {
    return nativeImage.createFromPath(join(this.#ports.icons, `tray-${icon}.png`));
  }

  #publish(items: readonly TrayItem[]): void {
    const menu = Menu.buildFromTemplate(items.map((item) => this.#template(item)));
    menu.on('menu-will-show', () => {
      this.#open = true;
    });
    menu.on('menu-will-close', () => {
      this.#open = false;
      const waiting = this.#waiting;
      // The click that closed it arrives after this event, and must still find its menu.
      if (waiting !== null) setImmediate(() => this.show(waiting));
    });
    this.#tray.setContextMenu(menu);
  }

  #template(item: TrayItem): MenuItemConstructorOptions {
    if (item.kind === 'separator') return { type: 'separator' };
    // An ampersand would mark the next letter as a mnemonic.
    const label = item.label.replaceAll('&', '&&');
    if (item.kind === 'text') return { label, enabled: false };
    const click = (): void => {
      // The panel and Electron have changed the mark by themselves; what is true is published again.
      if (item.kind !== 'action') this.#shown = { ...this.#shown, items: '' };
      this.#ports.chosen(item.action);
    };
    if (item.kind === 'action') return { label, enabled: item.enabled, click };
    const type = item.kind === 'radio' ? 'radio' : 'checkbox';
    return { label, type, checked: item.checked, enabled: item.enabled, click };
  }
}

/** Where the pictures lie: beside `out/`, in a checkout and in a package alike. */
export const iconFolder = (): string => join(app.getAppPath(), 'assets', 'icons');
