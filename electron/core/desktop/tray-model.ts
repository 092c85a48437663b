import type { GpuProcessRow } from '../../shared/gpu.ts';
import type { JenkinsMode, Mode } from '../../shared/mode.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import type { Sign } from '../../shared/state-words.ts';
import type { ViewName } from '../../shared/views.ts';

/** The icon's state: the names of the images in `assets/icons`. */
export type TrayIcon = Exclude<Sign, 'unknown'>;

/** What an item does. */
export type TrayAction =
  | { readonly kind: 'switch'; readonly mode: Mode }
  /** Switches once the running builds have ended. */
  | { readonly kind: 'switch-when-idle'; readonly mode: JenkinsMode }
  | { readonly kind: 'cancel' }
  /** Ends the work on snapshots of the home. */
  | { readonly kind: 'cancel-job' }
  /** Builds the images anew and restarts Jenkins from them, after a preview. */
  | { readonly kind: 'update'; readonly mode: JenkinsMode }
  /** Opens Jenkins' page in the browser. */
  | { readonly kind: 'open' }
  /** Opens a build's page in the browser. */
  | { readonly kind: 'open-build'; readonly url: string }
  /** Opens the window; null: at its last view. */
  | { readonly kind: 'show'; readonly view: ViewName | null }
  /** Lets go of the GPUs; 0: reads them again. */
  | { readonly kind: 'release-gpus'; readonly minutes: number }
  | { readonly kind: 'start-at-login'; readonly on: boolean }
  | { readonly kind: 'quit' };

export type TrayItem =
  | { readonly kind: 'separator' }
  /** Cannot be chosen. */
  | { readonly kind: 'text'; readonly label: string }
  | { readonly kind: 'action'; readonly label: string; readonly enabled: boolean; readonly action: TrayAction }
  | {
      readonly kind: 'radio' | 'check';
      readonly label: string;
      readonly checked: boolean;
      readonly enabled: boolean;
      readonly action: TrayAction;
    };

/** Everything that the tray shows. Compared as a whole: an equal model is not published again. */
export interface TrayModel {
  readonly icon: TrayIcon;
  readonly tooltip: string;
  readonly items: readonly TrayItem[];
}

export interface TrayInput {
  readonly snapshot: Snapshot;
  /** Whether the app starts at login. */
  readonly startAtLogin: boolean;
  /** GPU processes, as last listed. */
  readonly processes: readonly GpuProcessRow[];
}
