import type { GpuProcessRow } from '../../shared/gpu.ts';
import type { Mode } from '../../shared/mode.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import type { Sign } from '../../shared/state-words.ts';
import type { ViewName } from '../../shared/views.ts';

/** What the icon says at a glance; the names of the pictures in `assets/icons`. */
export type TrayIcon = Exclude<Sign, 'unknown'>;

/** What choosing an item asks for. */
export type TrayAction =
  | { readonly kind: 'switch'; readonly mode: Mode }
  | { readonly kind: 'cancel' }
  /** Jenkins' page, in the browser. */
  | { readonly kind: 'open' }
  /** The window; null: the view that it showed last. */
  | { readonly kind: 'show'; readonly view: ViewName | null }
  | { readonly kind: 'start-at-login'; readonly on: boolean }
  | { readonly kind: 'quit' };

export type TrayItem =
  | { readonly kind: 'separator' }
  /** Tells something and cannot be chosen. */
  | { readonly kind: 'text'; readonly label: string }
  | { readonly kind: 'action'; readonly label: string; readonly enabled: boolean; readonly action: TrayAction }
  | {
      readonly kind: 'radio' | 'check';
      readonly label: string;
      readonly checked: boolean;
      readonly enabled: boolean;
      readonly action: TrayAction;
    };

/** All that the tray shows. Compared whole: an equal model is not published again. */
export interface TrayModel {
  readonly icon: TrayIcon;
  readonly tooltip: string;
  readonly items: readonly TrayItem[];
}

export interface TrayInput {
  readonly snapshot: Snapshot;
  /** Whether the user's session starts the app. */
  readonly startAtLogin: boolean;
  /** What runs on the GPUs, as last listed. */
  readonly processes: readonly GpuProcessRow[];
}
