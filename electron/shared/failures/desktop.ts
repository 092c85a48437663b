import type { CodedFailure, Sections } from './types.ts';

export const desktopSections = {
  'desktop/no-tray': {
    title: 'This desktop does not show tray icons',
    meaning: 'No panel supports tray icons (StatusNotifierItem), so Jenkins Tray works from its window.',
    remedy:
      'On GNOME, install and enable the AppIndicator extension. i3bar, tint2 and lxpanel show only icons of the older kind (XEmbed): start `snixembed` with the session, which translates. For Sway or Hyprland, add the tray module to the bar. The icon then appears automatically.',
  },
} as const satisfies Sections;

type DesktopFailure = CodedFailure<keyof typeof desktopSections>;

/** `desktop`: `XDG_CURRENT_DESKTOP`, names with colons between them; may be empty. */
export const noTray = (desktop: string): DesktopFailure => ({
  code: 'desktop/no-tray',
  title: 'This desktop does not show tray icons',
  detail: 'Jenkins Tray works from this window instead, and quits when it is closed. Jenkins itself keeps running.',
  ...(hints.find(({ on }) => on.test(desktop)) ?? other).hint,
});

const other = {
  hint: {
    fix: 'Add a panel or an applet for tray icons (StatusNotifierItem); the icon then appears automatically.',
  },
};

const hints = [
  {
    on: /gnome|unity|ubuntu/i,
    hint: {
      fix: 'Install and enable the AppIndicator extension; the icon then appears automatically.',
      command: 'sudo apt install gnome-shell-extension-appindicator',
    },
  },
  {
    on: /^(.*:)?(i3|lxde|openbox|fluxbox|bspwm|dwm|awesome|icewm)(:|$)/i,
    hint: {
      fix: 'Its panel shows only icons of the older kind (XEmbed): start snixembed with the session, which translates; the icon then appears automatically.',
      command: 'sudo apt install snixembed',
    },
  },
  {
    on: /sway|hyprland|wlroots|river/i,
    hint: { fix: 'Add the tray module to your bar (in Waybar: "tray"); the icon then appears automatically.' },
  },
] as const;
