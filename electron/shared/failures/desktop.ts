import type { CodedFailure, Sections } from './types.ts';

export const desktopSections = {
  'desktop/no-tray': {
    title: 'This desktop does not show tray icons',
    meaning: 'No panel shows tray icons (StatusNotifierItem, or XEmbed on X11), so Jenkins Tray works from its window.',
    remedy:
      'On GNOME, install and enable the AppIndicator extension. With i3, LXDE or another window manager on X11, start a panel that has a tray, such as i3bar, tint2, lxpanel or trayer; where the app cannot use one of the older kind (XEmbed), [snixembed](https://git.sr.ht/~steef/snixembed) translates, started with the session. For Sway or Hyprland, add the tray module to the bar. The icon then appears automatically. [On GNOME](first-hour.md#gnome-without-tray-icons).',
  },
  'desktop/no-sandbox': {
    title: 'Chromium’s sandbox is not allowed here',
    meaning:
      'The AppImage was started without the sandbox that keeps its window apart, since users get no namespaces here. It does not run like that.',
    remedy:
      'On Ubuntu 23.10 and later, save the AppArmor profile of [install.md](install.md#the-sandbox-on-ubuntu-2310-and-later) with the path of the AppImage, or install the deb, which brings it.',
  },
} as const satisfies Sections;

type DesktopFailure = CodedFailure<keyof typeof desktopSections>;

/**
 * `desktop`: `XDG_CURRENT_DESKTOP`, names with colons between them, or a session's name or file; may be empty. `canEmbed`:
 * whether Electron can use a tray of the older kind (XEmbed), which is then not there either.
 */
export const noTray = (desktop: string, canEmbed: boolean): DesktopFailure => ({
  code: 'desktop/no-tray',
  title: 'This desktop does not show tray icons',
  detail: 'Jenkins Tray works from this window instead, and quits when it is closed. Jenkins itself keeps running.',
  ...(WINDOW_MANAGERS.test(desktop)
    ? canEmbed
      ? noPanel
      : onlyXembed
    : (hints.find(({ on }) => on.test(desktop)) ?? other).hint),
});

/** They have no panel, or one that has only a tray of the older kind. */
const WINDOW_MANAGERS =
  /(^|[:/])(i3|regolith|lxde|openbox|fluxbox|blackbox|bspwm|dwm|awesome|icewm|jwm|xmonad|herbstluftwm|spectrwm)(-[\w-]+)?(:|$)/i;
const noPanel = {
  fix: 'Start a panel that has a tray, such as i3bar, tint2, lxpanel or trayer; the icon then appears automatically.',
};
const onlyXembed = {
  fix: 'Its panel shows only icons of the older kind (XEmbed): start snixembed (https://git.sr.ht/~steef/snixembed) with the session, which translates; the icon then appears automatically.',
};

const other = {
  hint: {
    fix: 'Add a panel or an applet for tray icons (StatusNotifierItem); the icon then appears automatically.',
  },
};

/** Names that tell a session of its own from the desktop that it is based on, such as `Budgie:GNOME`, come first. */
const hints = [
  { on: /budgie|flashback/i, hint: other.hint },
  {
    on: /gnome|unity|ubuntu/i,
    hint: {
      fix: 'Install and enable the AppIndicator extension; the icon then appears automatically.',
      command: 'sudo apt install gnome-shell-extension-appindicator',
    },
  },
  {
    on: /sway|hyprland|wlroots|river|niri|labwc|wayfire/i,
    hint: { fix: 'Add the tray module to your bar (in Waybar: "tray"); the icon then appears automatically.' },
  },
] as const;

/** An AppArmor profile that gives a program the namespaces of Chromium's sandbox, and how to load it. */
export const sandboxProfile = (name: string, program: string): string => `save this as /etc/apparmor.d/${name}:

abi <abi/4.0>,
include <tunables/global>
profile ${name} "${program}" flags=(unconfined) {
  userns,
}

Then run: sudo apparmor_parser -r /etc/apparmor.d/${name}`;

/** `program`: the AppImage's path. */
export const noSandbox = (program: string): DesktopFailure => ({
  code: 'desktop/no-sandbox',
  title: 'Chromium’s sandbox is not allowed here',
  detail: `Jenkins Tray does not run without it. On Ubuntu 23.10 and later, ${sandboxProfile('jenkins-tray-local', program)}`,
});
