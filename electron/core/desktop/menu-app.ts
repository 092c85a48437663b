import { views } from '../../shared/views.ts';
import { action, show } from './menu-items.ts';
import type { TrayItem } from './tray-model.ts';

/** The app itself: its window, and whether it starts with the session. */
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
