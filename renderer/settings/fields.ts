/** How a setting is entered. */
export type FieldKind =
  | 'text'
  | 'secret'
  | 'folder'
  | 'file'
  | 'number'
  /** A number, or nothing. */
  | 'optional-number'
  | 'seconds'
  /** Texts, one a line. */
  | 'list'
  | 'switch'
  | 'choice'
  | 'mounts'
  | 'gpus';

export interface Field {
  /** Dotted, as in the settings file and `jenkins-tray config`. */
  readonly key: FieldKey;
  readonly kind: FieldKind;
}

type FieldKey = keyof typeof import('../strings.ts').strings.settings.labels;
type GroupName = keyof typeof import('../strings.ts').strings.settings.groups;

export interface Group {
  readonly name: GroupName;
  readonly fields: readonly Field[];
}

/** Every setting of `shared/settings.ts`, in the order in which people look for them; a test compares the two. */
export const groups: readonly Group[] = [
  {
    name: 'home',
    fields: [
      { key: 'home', kind: 'folder' },
      { key: 'dataMounts', kind: 'mounts' },
    ],
  },
  {
    name: 'network',
    fields: [
      { key: 'ports.dind', kind: 'number' },
      { key: 'ports.dood', kind: 'number' },
      { key: 'ports.agents', kind: 'number' },
      { key: 'address', kind: 'text' },
    ],
  },
  {
    name: 'desktop',
    fields: [
      { key: 'desktop.startAtLogin', kind: 'switch' },
      { key: 'desktop.startHidden', kind: 'switch' },
      { key: 'desktop.notifications', kind: 'switch' },
      { key: 'desktop.onQuit', kind: 'choice' },
      { key: 'desktop.theme', kind: 'choice' },
    ],
  },
  {
    name: 'jenkins',
    fields: [
      { key: 'jenkins.executors', kind: 'number' },
      { key: 'jenkins.javaOpts', kind: 'text' },
      { key: 'jenkins.user', kind: 'text' },
      { key: 'jenkins.apiToken', kind: 'secret' },
    ],
  },
  {
    name: 'images',
    fields: [
      { key: 'images.jenkinsBase', kind: 'text' },
      { key: 'images.engineBase', kind: 'text' },
      { key: 'images.nvidiaRepository', kind: 'text' },
      { key: 'images.packagesFile', kind: 'file' },
      { key: 'images.pluginsFile', kind: 'file' },
    ],
  },
  {
    name: 'gpu',
    fields: [
      { key: 'gpu.attach', kind: 'switch' },
      { key: 'gpu.builds', kind: 'gpus' },
    ],
  },
  {
    name: 'nested',
    fields: [
      { key: 'nested.publishPort', kind: 'optional-number' },
      { key: 'nested.mtu', kind: 'optional-number' },
      { key: 'nested.dns', kind: 'list' },
      { key: 'nested.registryMirrors', kind: 'list' },
      { key: 'nested.httpProxy', kind: 'text' },
      { key: 'nested.httpsProxy', kind: 'text' },
      { key: 'nested.noProxy', kind: 'text' },
    ],
  },
  {
    name: 'engine',
    fields: [
      { key: 'engineContext', kind: 'text' },
      { key: 'instance', kind: 'text' },
    ],
  },
  {
    name: 'timeouts',
    fields: [
      { key: 'timeouts.stop', kind: 'seconds' },
      { key: 'timeouts.healthy', kind: 'seconds' },
      { key: 'timeouts.ready', kind: 'seconds' },
    ],
  },
];
