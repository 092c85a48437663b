import { harmlessLine } from '../../shared/harmless.ts';
import type { DesktopNotification } from './notification.ts';

/** Longest title and body, in characters: notification daemons show two to four lines. */
const MAX_TITLE = 100;
const MAX_BODY = 200;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/**
 * What the notification daemon gets: one line each, cut. The body is markup (Desktop Notifications Specification), so an
 * unescaped `<` or `&` would style it, or blank it where it is not well-formed; the title is plain text.
 */
export const notificationText = ({ title, body }: DesktopNotification): DesktopNotification => ({
  title: harmlessLine(title, MAX_TITLE),
  body: harmlessLine(body, MAX_BODY).replace(/[&<>]/g, (it) => ENTITIES[it] ?? ''),
});
