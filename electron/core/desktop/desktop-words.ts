import { noTray } from '../../shared/failures/desktop.ts';
import { count } from '../../shared/format.ts';
import { type Mode, modeName } from '../../shared/mode.ts';
import type { Notice } from '../../shared/notice.ts';

/** Texts of dialogs and notifications, outside of window and menu. */
export const desktopWords = {
  quit: {
    question: 'Quit Jenkins Tray?',
    detail: 'Jenkins can keep running without it, and the next start finds it again.',
    leave: 'Leave Jenkins running',
    stop: 'Stop Jenkins and quit',
    cancel: 'Cancel',
  },
  /** Quit during a switch. */
  quitWorking: {
    question: 'Quit before this is finished?',
    detail: (doing: string): string =>
      `${doing}. If you quit now, the next start of Jenkins Tray completes it; until then Jenkins may be off.`,
    finish: 'Finish, then quit',
    now: 'Quit now',
    cancel: 'Cancel',
  },
  /** Quit during work on a snapshot of the home. */
  quitJob: {
    detail: (doing: string): string => `${doing}. If you quit now, that is given up.`,
  },
  importTitle: 'Import a snapshot',
  stop: {
    question: (builds: number): string =>
      builds === 0
        ? 'Stop Jenkins?'
        : `Stop Jenkins while ${count(builds, 'build')} ${builds === 1 ? 'is' : 'are'} running?`,
    stop: 'Stop Jenkins and quit',
    cancel: 'Cancel',
  },
  /** Asked by the main process, whatever the window asked before. */
  confirm: {
    settings: 'Change what Jenkins uses on this computer?',
    save: 'Save',
    plugins: 'Change the plugins of Jenkins?',
    consents: (mode: Mode): string => (mode === 'off' ? 'Stop Jenkins?' : `Switch to ${modeName(mode)}?`),
    update: 'Update Jenkins?',
    go: 'Continue',
    changePassword: 'Give Jenkins’ administrator a new password?',
    changePasswordLine:
      'The present one no longer opens Jenkins, and whoever logged in with it is logged out. API tokens stay.',
    changePasswordYes: 'Change the password',
    endBuild: (build: string): string => `End ${build}?`,
    endBuildLine: 'Jenkins stops it; it counts as aborted, and what it has not saved is lost.',
    endBuildYes: 'End the build',
    deleteSnapshot: (name: string): string => `Delete the snapshot ${name}?`,
    deleteSnapshotLine: 'It cannot be brought back.',
    deleteSnapshotYes: 'Delete the snapshot',
    removeImage: (name: string): string => `Remove the image ${name}?`,
    removeImageLine: 'Nothing uses it. It can be built again as long as its base is there.',
    removeWayBackLine: 'The way back from the last upgrade needs it: afterwards there is none.',
    removeImageYes: 'Remove the image',
    restore: 'Restore the home?',
    upgrade: 'Upgrade Jenkins?',
    back: 'Go back to the Jenkins from before the upgrade?',
    cancel: 'Cancel',
    more: (rest: number): string => `and ${rest} more`,
  },
  update: {
    question: (version: string): string => `Install Jenkins Tray ${version}?`,
    lines: ['Jenkins Tray ends and starts again. Jenkins and its builds keep running.'],
    administrator: 'An administrator is asked for consent.',
    yes: 'Install',
  },
  failed: 'Jenkins could not be stopped',
} as const;

/** Shown in the window if no panel shows tray icons. `desktop`: `XDG_CURRENT_DESKTOP`. */
export const noTrayNotice = (desktop: string, canEmbed: boolean): Notice => ({
  id: 'no-tray',
  failure: noTray(desktop, canEmbed),
});
