import type { Failure } from './failure.ts';
import type { Settings } from './settings.ts';
import type { DriftCause } from './snapshot.ts';

/** The settings as the window gets them. */
export interface SettingsView {
  readonly settings: Settings;
  /** The settings file. */
  readonly path: string;
  /** The effective home, also if `settings.home` is empty. */
  readonly home: string;
  readonly problem: Failure | null;
  /** Whether this package has a feed of updates. */
  readonly hasUpdates: boolean;
}

/** A change of settings and its effect, which takes an observation of the engine. */
export interface SettingsPreview extends SettingsView {
  /** What the changed settings would restart or recreate; empty if nothing. */
  readonly restarts: readonly DriftCause[];
}
