import { engineGroups } from './engine-fields.ts';
import type { Group } from './field-types.ts';

/**
 * Every setting of `shared/settings.ts` with its texts, in display order; a test compares the two. A new setting needs
 * an entry in both.
 */
export const groups: readonly Group[] = [
  {
    title: 'Home and data',
    fields: [
      {
        key: 'home',
        kind: 'folder',
        label: 'Home',
        hint: 'The folder used as JENKINS_HOME in both modes, or a named volume: volume:NAME. Changing it does not move any files.',
      },
      {
        key: 'dataMounts',
        kind: 'mounts',
        label: 'Data mounts',
        hint: 'Additional folders on this computer that Jenkins and its builds can access.',
      },
    ],
  },
  {
    title: 'Other Jenkins of this computer',
    fields: [
      {
        key: 'others.leave',
        kind: 'switch',
        label: 'Leave them alone',
        hint: 'A first start then does not ask about a Jenkins that Jenkins Tray did not create.',
      },
      {
        key: 'others.takeOver',
        kind: 'text',
        label: 'Take over',
        hint: 'The container, or unit, that uses the home and that the next start replaces, after asking. Usually empty.',
      },
    ],
  },
  {
    title: 'Ports and address',
    fields: [
      { key: 'ports.dind', kind: 'number', label: 'Port in DinD' },
      {
        key: 'ports.dood',
        kind: 'number',
        label: 'Port in DooD',
        hint: 'Use the same port as for DinD to keep one address for webhooks.',
      },
      { key: 'ports.agents', kind: 'number', label: 'Port for agents' },
      {
        key: 'address',
        kind: 'text',
        label: 'Address',
        hint: '127.0.0.1 allows this computer only. 0.0.0.0 opens Jenkins to the network.',
      },
    ],
  },
  {
    title: 'Desktop',
    fields: [
      {
        key: 'desktop.startAtLogin',
        kind: 'switch',
        label: 'Start at login',
        hint: 'Jenkins itself starts with Docker, regardless of this setting.',
      },
      { key: 'desktop.startHidden', kind: 'switch', label: 'Stay in the tray at login' },
      { key: 'desktop.notifications', kind: 'switch', label: 'Notifications' },
      {
        key: 'desktop.signpost',
        kind: 'switch',
        label: 'Lead from the idle mode’s port to Jenkins',
        hint: 'While Jenkins Tray runs, links and webhooks for the other mode’s port reach Jenkins.',
      },
      {
        key: 'desktop.onQuit',
        kind: 'choice',
        label: 'When Jenkins Tray quits',
        choices: { leave: 'leave Jenkins running', stop: 'stop Jenkins', ask: 'ask each time' },
      },
      {
        key: 'desktop.theme',
        kind: 'choice',
        label: 'Colours',
        choices: { system: 'follow the system', light: 'light', dark: 'dark' },
      },
      {
        key: 'desktop.updates',
        kind: 'switch',
        label: 'Look for updates',
        hint: 'Once a day, at the server of whoever published this package. Nothing is installed without asking. Has no effect in a package without such a server.',
      },
    ],
  },
  {
    title: 'Jenkins',
    fields: [
      { key: 'jenkins.executors', kind: 'optional-number', label: 'Executors', hint: 'Empty: as set in Jenkins.' },
      { key: 'jenkins.javaOpts', kind: 'text', label: 'Java options' },
      {
        key: 'jenkins.fastStart',
        kind: 'switch',
        label: 'Fast start',
        hint: 'Jenkins starts with the class archive or AOT cache that its image was built with, and compiles later; before Java 19 it only compiles later. Java options take precedence.',
      },
      {
        key: 'jenkins.timeZone',
        kind: 'text',
        label: 'Time zone',
        hint: 'Such as Europe/Berlin, for cron triggers and builds. Empty: same as this computer.',
      },
      {
        key: 'jenkins.cascFile',
        kind: 'file',
        label: 'Configuration as Code file',
        hint: 'Applied at every start. Needs the plugin configuration-as-code.',
      },
      {
        key: 'jenkins.user',
        kind: 'text',
        label: 'User',
        hint: 'For a home with its own accounts: the user that reads builds from Jenkins.',
      },
      {
        key: 'jenkins.apiToken',
        kind: 'secret',
        label: 'API token',
        hint: 'From the user’s page in Jenkins, under Security.',
      },
    ],
  },
  {
    title: 'Snapshots',
    fields: [
      {
        key: 'snapshots.folder',
        kind: 'folder',
        label: 'Folder of snapshots',
        hint: 'Empty: beside the home. Snapshots hold the secrets of Jenkins.',
      },
      {
        key: 'snapshots.workspaces',
        kind: 'switch',
        label: 'With workspaces and caches',
        hint: 'Jenkins builds them again; without them snapshots are smaller.',
      },
      {
        key: 'snapshots.beforeSwitch',
        kind: 'switch',
        label: 'Before each change of the mode',
        hint: 'Made while Jenkins still runs and starts no builds, where that is possible, so that its page is not away longer. If it fails, the mode does not change.',
      },
      {
        key: 'snapshots.keepAutomatic',
        kind: 'number',
        label: 'Kept of those made automatically',
        hint: 'Made before upgrades and changes of the mode. Those made by hand stay.',
      },
    ],
  },
  ...engineGroups,
];
