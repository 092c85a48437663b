import { views } from '../../shared/views.ts';
import { action, show } from './menu-items.ts';
import type { TrayItem } from './tray-model.ts';

/** Items of the app: its window, and whether it starts at login. */
export const appItems = (startAtLogin: boolean): readonly TrayItem[] => [
  show('Show window', null),
  {
    kind: 'check',
    label: 'Start at login',
    checked: startAtLogin,
    enabled: true,
    action: { kind: 'start-at-login', on: !startAtLogin },
  },
  show(views.settings, 'settings'),
  show(views.logs, 'logs'),
];

export const quitItem: TrayItem = action('Quit', { kind: 'quit' });
