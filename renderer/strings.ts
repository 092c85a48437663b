import { count } from '../electron/shared/format.ts';
import { buildStrings, ledgerStrings } from './strings/builds.ts';
import { firstStartStrings } from './strings/first-start.ts';
import { gpuStrings } from './strings/gpus.ts';
import { logStrings } from './strings/logs.ts';
import { compareStrings, factStrings, previewStrings } from './strings/overview.ts';
import { pluginStrings } from './strings/plugins.ts';
import { snapshotStrings } from './strings/snapshots.ts';
import { upgradeStrings } from './strings/upgrades.ts';

/**
 * The window's texts in one place, ready for translation. Texts that name something are defined beside it instead:
 * views (`shared/views.ts`), states of Jenkins (`shared/state-words.ts`), settings (`settings/fields.ts`). Texts of the
 * main process arrive as data.
 */
export const strings = {
  frame: {
    navigation: 'Views',
    skip: 'Skip to the content',
    working: 'Working…',
    jenkins: 'Jenkins',
    view: (name: string, key: number) => `${name} (Ctrl+${key})`,
  },
  copy: { copy: 'Copy', copied: 'Copied', command: (command: string) => `Copy the command ${command}` },
  dialog: { close: 'Close', cancel: 'Cancel' },
  failure: { fix: 'What to do:', more: 'Show all lines', log: 'Show log', plugins: 'Show the list of plugins' },

  logs: logStrings,

  gpus: gpuStrings,

  snapshots: snapshotStrings,

  upgrades: upgradeStrings,

  diagnostics: {
    lead: 'Checks everything that Jenkins needs. Nothing is changed.',
    again: 'Check again',
    ladder: 'Check GPU access of builds',
    running: 'Checking…',
    runningLadder:
      'Checking, including GPU access from this computer, a container, a nested container and a build step…',
    checks: 'Checks',
    states: { ok: 'Passed', warning: 'Warning', failed: 'Failed', skipped: 'Skipped' },
    found: ({ ok, warning, failed, skipped }: Readonly<Record<'ok' | 'warning' | 'failed' | 'skipped', number>>) =>
      [
        failed > 0 ? `${failed} failed` : '',
        warning > 0 ? count(warning, 'warning') : '',
        `${ok} passed`,
        skipped > 0 ? `${skipped} skipped` : '',
      ]
        .filter(Boolean)
        .join(', '),
    report: 'For a question or a bug report',
    reportLead: 'Versions, state and checks as text. Review it before you send it.',
    copyReport: 'Copy report',
    logFolder: 'Open log folder',
  },
  stepStates: { waiting: 'waiting', running: 'running', done: 'done', failed: 'failed', cancelled: 'cancelled' },

  now: {
    open: 'Open Jenkins',
    copyAddress: 'Copy address',
    update: 'Update…',
    stop: 'Stop Jenkins…',
    repair: 'Fix…',
    tryAgain: 'Try again…',
    toDiagnostics: 'Diagnostics',
    retried: 'Jenkins Tray tries to connect every few seconds.',
    causes: 'What differs',
    cause: { object: 'Item', current: 'Current', desired: 'Expected' },
    lastRun: 'Steps of the last run',
    version: (version: string) => `version ${version}`,
    builds: (running: number) => (running === 0 ? 'no builds running' : `${count(running, 'build')} running`),
    buildsUnknown: 'builds unknown',
    waiting: (many: number) => `${many} waiting`,
  },
  notice: {
    dismiss: 'Dismiss',
    recreate: 'Recreate the container',
    addToolkit: 'Build DinD with NVIDIA’s toolkit',
    prepare: 'Prepare in the background',
    install: 'Install',
    installing: 'Installing…',
    upgrade: 'Upgrade…',
    tryLogin: 'Try the login again',
  },

  run: {
    title: 'Progress',
    cancel: 'Cancel',
    cancelling: 'Cancelling…',
    progress: (done: number, total: number) => `${done} of ${total} steps`,
    preparing: 'Checking the current state…',
    output: 'Output of the image build',
    back: 'Cancel restores the previous state.',
  },

  compare: compareStrings,

  facts: factStrings,

  preview: previewStrings,
  builds: buildStrings,
  ledger: ledgerStrings,

  settings: {
    lead: 'One file for the app and the command line:',
    choose: 'Choose…',
    chooseFor: (label: string) => `Choose: ${label}`,
    changes: (many: number) => count(many, 'change'),
    errors: (many: number) => `${count(many, 'entry', 'entries')} to correct`,
    discard: 'Discard',
    save: 'Save',
    saveOnly: 'Save for later',
    saveApply: 'Save and apply…',
    saved: 'Saved',
    restarts: 'This requires a restart',
    restartsWhy: 'Nothing is restarted without your consent.',
    noRestarts: 'No restart is needed.',
    whileBusy: 'What this restarts is shown once the current work has ended.',
    perLine: 'One per line.',
    values: {
      caption: 'Changed settings',
      setting: 'Setting',
      now: 'Now',
      next: 'New',
      empty: 'empty',
      hidden: 'set',
      on: 'on',
      off: 'off',
    },
    units: { seconds: 's' },
    gpus: { all: 'all', chosen: 'only these', none: 'No GPU found on this computer. Enter UUIDs, one per line:' },
    mounts: {
      source: 'Folder on this computer',
      target: 'Path inside',
      same: 'the same path',
      readOnly: 'Read-only',
      add: 'Add a folder…',
      remove: (source: string) => `Remove ${source}`,
      none: 'None.',
    },
  },

  plugins: pluginStrings,
  settingsBack: {
    open: 'Back to the settings before…',
    title: 'Back to the settings before',
    lead: 'With the new values below, Jenkins was last ready.',
  },

  firstStart: firstStartStrings,
} as const;
