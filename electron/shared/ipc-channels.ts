import type { LogSource } from './log-source.ts';
import type { JenkinsMode, Mode } from './mode.ts';
import type { SettingsView } from './settings-view.ts';
import type { Snapshot } from './snapshot.ts';
import type { ViewName } from './views.ts';

/** IPC channels between window and main. No schemas here, so that the preload script stays small. */
export const channels = {
  /** Window to main: one call of the contract. */
  call: 'jenkins-tray:call',
  /** Window to main: the last log batch was processed, the next may be sent. */
  taken: 'jenkins-tray:taken',
  /** Main to window: one push. */
  push: (name: PushName): string => `jenkins-tray:${name}`,
} as const;

/** Carries the type of a push; empty at run time. */
interface Pushed<T> {
  readonly type?: (value: T) => T;
}
const pushed = <T>(): Pushed<T> => ({});

/** What main pushes to the window. The preload script blocks everything else. */
export const pushes = {
  snapshot: pushed<Snapshot>(),
  /** A batch of lines of the followed log; at most 60 batches per second. */
  log: pushed<{ readonly source: LogSource; readonly lines: readonly string[] }>(),
  /** The view that the user chose in the tray. */
  navigate: pushed<ViewName>(),
  /** A mode was chosen in the tray and something needs confirmation first: Overview is shown with its preview. */
  choose: pushed<Mode>(),
  /** An update was chosen in the tray: Overview is shown with its preview. */
  update: pushed<JenkinsMode>(),
  /** The settings changed: here, in the tray, by the command line or in an editor. */
  settings: pushed<SettingsView>(),
  /** The window is shown, some time after its page was loaded: what that asked then is out of date. */
  shown: pushed<null>(),
} as const;

export type PushName = keyof typeof pushes;
/** The value type of each push. */
export type Pushes = { [P in PushName]: (typeof pushes)[P] extends Pushed<infer T> ? T : never };
