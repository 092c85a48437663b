import { Notification } from 'electron';
import type { DesktopNotification } from '../core/desktop/notification.ts';
import { notificationText } from '../core/desktop/notification-text.ts';

/** Shows one notification at a time: a newer one replaces the last. */
export function createNotifier(clicked: () => void): (what: DesktopNotification) => void {
  let last: Notification | null = null;
  return (what) => {
    if (!Notification.isSupported()) return;
    last?.close();
    last = new Notification(notificationText(what));
    last.on('click', clicked);
    last.show();
  };
}
