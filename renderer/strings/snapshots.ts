import { count } from '../../electron/shared/format.ts';

/** The view of snapshots of the home. */
export const snapshotStrings = {
  lead: 'Saved states of the home: jobs, builds, plugins, accounts, secrets. They bring back a home that an upgrade or a mistake has spoilt.',
  create: 'New snapshot…',
  import: 'Import…',
  list: 'Saved states',
  place: 'Home',
  folder: 'Folder of snapshots',
  looking: 'Looking for snapshots…',
  none: 'No snapshot yet',
  noImageWhy: 'Start Jenkins once: its image has the tools that make and restore snapshots.',
  noneWhy: 'Each upgrade makes one, unless you choose otherwise.',
  busy: 'Until Jenkins Tray has finished what it does now, no snapshot can be made, restored, imported or deleted.',
  noEngine: 'Without the Docker engine nothing can be done with snapshots.',
  checksum: 'Checksum',
  reasons: { asked: 'on request', switch: 'before a switch', upgrade: 'before an upgrade' },
  unknownVersion: 'of an unknown version',
  states: { stopped: 'was stopped', quiet: 'ran without builds' },
  ofHome: (home: string) => `of ${home}`,
  rebuilt: 'without workspaces and caches',
  files: (files: number) => count(files, 'file'),
  checked: {
    incomplete: 'incomplete',
    none: 'not verified yet',
    intact: (age: string) => `verified ${age}`,
    damaged: (age: string) => `damaged, found ${age}`,
  },
  actions: {
    verify: 'Verify',
    restore: 'Restore…',
    export: 'Export…',
    delete: 'Delete…',
    of: (action: string, name: string) => `${action.replace('…', '')} ${name}`,
  },
  job: {
    cancel: 'Cancel',
    cancelling: 'Cancelling…',
    dismiss: 'Dismiss',
    progress: 'Progress',
    goOn: 'It goes on when you close this window.',
  },
  creating: {
    title: 'New snapshot',
    go: 'Make the snapshot',
    without: 'Leave out workspaces and caches',
    withoutWhy: 'Jenkins builds them again.',
    measuring: 'Measuring the home…',
    takes: (what: string, folder: string) => `${what} would be stored in ${folder}.`,
    needs: (need: string, free: string | null) =>
      `It needs ${need}${free === null ? '' : `, of ${free} that are free`}.`,
    tooFull: 'There is too little space. Choose another folder in the settings, or leave out workspaces and caches.',
    shared: 'This disk shares blocks between files: the snapshot takes seconds and at first no space.',
    running: 'Jenkins keeps running, and starts no builds until the snapshot is made.',
    off: 'Jenkins is off, and cannot be started until the snapshot is made.',
    builds: (running: number) => `${count(running, 'build')} ${running === 1 ? 'is' : 'are'} running`,
    waitAll: 'Wait until they have ended',
    dontWait: 'Do not wait: no snapshot is made while a build runs',
    secrets: 'Whoever can read a snapshot has Jenkins’ secrets. Only the home’s owner and root can.',
  },
  restoring: {
    title: (name: string) => `Restore ${name}`,
    go: 'Restore the home',
    stop: 'Stop Jenkins and restore',
    what: (age: string) =>
      `The home becomes what it was ${age}. What was built or changed in Jenkins since is then not in it.`,
    kept: (home: string) =>
      `The present home is not removed. It is renamed to ${home}.replaced-… and stays until you remove it; the command is shown at the end.`,
    keptVolume: (home: string) =>
      `The home is a volume, which cannot be renamed: the snapshot is restored to a new volume, and the setting home is changed to it. ${home} stays as it is.`,
    mount: (home: string) =>
      `If ${home} is a mount point, the snapshot is restored beside it instead, and the setting home is changed to that.`,
    elsewhere: (home: string) => `This snapshot is of another home: ${home}.`,
    jenkins: 'Jenkins stops, and starts again in its mode on the restored home.',
    off: 'Jenkins is off and stays off.',
    fails: 'If it fails, or you cancel it, the home and Jenkins are as before.',
  },
} as const;
