import type { Sections, Words } from './words.ts';

export const desktopSections = {
  'desktop/no-tray': {
    title: 'This desktop shows no tray icons',
    meaning: 'No panel takes tray icons (StatusNotifierItem), so Jenkins Tray works from its window.',
    remedy: 'On GNOME, install and enable the AppIndicator extension; the icon then appears by itself.',
  },
} as const satisfies Sections;

type DesktopFailure = Words<keyof typeof desktopSections>;

export const noTray = (): DesktopFailure => ({
  code: 'desktop/no-tray',
  title: 'This desktop shows no tray icons',
  detail: 'Jenkins Tray works from this window instead, and quits when it is closed. Jenkins itself keeps running.',
  fix: 'On GNOME, install and enable the AppIndicator extension; the icon then appears by itself.',
  command: 'sudo apt install gnome-shell-extension-appindicator',
});
