import type { CodedFailure, Sections } from './types.ts';

export const desktopSections = {
  'desktop/no-tray': {
    title: 'This desktop does not show tray icons',
    meaning: 'No panel supports tray icons (StatusNotifierItem), so Jenkins Tray works from its window.',
    remedy: 'On GNOME, install and enable the AppIndicator extension; the icon then appears automatically.',
  },
} as const satisfies Sections;

type DesktopFailure = CodedFailure<keyof typeof desktopSections>;

export const noTray = (): DesktopFailure => ({
  code: 'desktop/no-tray',
  title: 'This desktop does not show tray icons',
  detail: 'Jenkins Tray works from this window instead, and quits when it is closed. Jenkins itself keeps running.',
  fix: 'On GNOME, install and enable the AppIndicator extension; the icon then appears automatically.',
  command: 'sudo apt install gnome-shell-extension-appindicator',
});
