import { count } from '../electron/shared/format.ts';

/** Every text of the window, in one place, ready to be translated. What main says (failures, steps) comes as data. */
export const strings = {
  frame: { navigation: 'Pages', skip: 'Skip to the page', jenkins: 'Jenkins' },
  pages: {
    overview: 'Overview',
    builds: 'Builds',
    gpus: 'GPUs',
    logs: 'Logs',
    settings: 'Settings',
    diagnostics: 'Diagnostics',
  },
  copy: { copy: 'Copy', copied: 'Copied', command: (command: string) => `Copy the command ${command}` },
  dialog: { close: 'Close', cancel: 'Cancel' },
  failure: { fix: 'What to do:', more: 'All of it' },

  state: {
    looking: 'Looking…',
    lookingTitle: 'Looking for Jenkins…',
    noEngine: 'No engine',
    engineTitle: 'The Docker engine cannot be used',
    engineDetail: 'Jenkins and its builds run on it. Until it is back, nothing can be said about Jenkins.',
    off: 'Off',
    offTitle: 'Jenkins is off',
    offDetail: 'Its home, images and volumes are kept. Start it in either mode.',
    working: 'Working…',
    starting: (to: string) => `Starting Jenkins in ${to}`,
    stopping: 'Stopping Jenkins',
    moving: (from: string, to: string) => `Moving Jenkins from ${from} to ${to}`,
    renewing: (mode: string) => `Renewing Jenkins in ${mode}`,
    runningTitle: (mode: string) => `Jenkins is running in ${mode}`,
    runningDetail: {
      dind: 'Builds use an engine of their own, nested in a container.',
      dood: 'Builds use this computer’s engine.',
    },
    restarting: 'Restarting…',
    restartingTitle: (mode: string) => `Jenkins is restarting in ${mode}`,
    restartingDetail: 'Its page will be back in a moment.',
    drifted: 'Changed',
    driftedTitle: (mode: string) =>
      mode === 'Off' ? 'Jenkins was to be off' : `Jenkins in ${mode} is not as it was left`,
    driftedDetail:
      'Something changed it from outside, or its settings changed. Nothing is done about it until you say so.',
    failed: 'Failed',
  },
  count,
} as const;
